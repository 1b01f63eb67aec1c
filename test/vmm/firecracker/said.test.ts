// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { foreign } from '../../../harness/core/foreign.js';
import {
  SAID_BYTES,
  bootTimerNs,
  complaints,
  lostBytes,
  readSaid,
} from '../../../harness/vmm/firecracker/said.js';
import { inTemp } from '../../support/temp.js';

const line = (words: string): string => `2026-01-02T03:04:05.678901234 [anonymous-instance:main] ${words}\n`;

describe('what Firecracker leaves in its files', () => {
  it('complains without times, and without what every run says', () => {
    const log = [
      ...['Running Firecracker v1.16.1', 'Guest-boot-time =  1 us 0 ms,  1 CPU us 0 CPU ms'],
      ...[
        'Shutting down VM after intercepting a bad syscall (41).',
        'Firecracker exiting with error. exit_code=148',
      ],
    ].map(line);
    assert.deepEqual(complaints(foreign(log.join(''))), [
      'Shutting down VM after intercepting a bad syscall (41).',
    ]);
  });

  it('is shown with every byte to be seen, and its end only', () => {
    assert.deepEqual(complaints(foreign('\u001b[31mred\n')), ['\\x1b[31mred']);
    const many = Array.from({ length: 1000 }, (_, index) => line(`fault ${index}`)).join('');
    assert.deepEqual([complaints(foreign(many)).length, complaints(foreign(many)).at(-1)], [20, 'fault 999']);
  });

  it('has the time of the boot timer, of any width', () => {
    const said = (us: string): string => line(`Guest-boot-time = ${us} us 12 ms,  11000 CPU us 11 CPU ms`);
    assert.equal(bootTimerNs(foreign(said('     5'))), 5000);
    assert.equal(bootTimerNs(foreign(said('1234567'))), 1_234_567_000);
    for (const odd of ['-5', '1e3', '', '9'.repeat(30)])
      assert.equal(bootTimerNs(foreign(said(odd))), undefined, odd);
  });

  it('counts the bytes that were lost, whatever else stands there', () => {
    const metrics = (count: unknown): string => `${JSON.stringify({ uart: { error_count: count } })}\n`;
    assert.equal(lostBytes(Buffer.from(metrics(3) + metrics(4))), 7);
    for (const odd of [
      '',
      '{',
      'null',
      '[]',
      '{"uart":5}',
      metrics('3'),
      metrics(-1),
      '{"__proto__":{"uart":{}}}',
    ])
      assert.equal(lostBytes(Buffer.from(odd)), 0, odd);
  });

  it('is read to a length, and through no link', () =>
    inTemp(async (dir) => {
      const path = join(dir, 'log');
      await writeFile(path, Buffer.alloc(SAID_BYTES + 1));
      assert.equal((await readSaid(path)).length, 0);
      await symlink('/etc/passwd', join(dir, 'link'));
      assert.equal((await readSaid(join(dir, 'link'))).length, 0);
      assert.equal((await readSaid(join(dir, 'none'))).length, 0);
    }));
});

// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { lupineBench } from '../support/cli.js';
import { fakeQemu } from '../support/fake-qemu.js';
import { inTemp } from '../support/temp.js';

interface Finding {
  state: string;
  what: string;
  detail: string;
}

describe('doctor', () => {
  it('says on the line of KVM that it cannot be asked without a compiler', function () {
    this.timeout(60_000);
    return inTemp(async (dir) => {
      await writeFile(join(dir, 'gcc'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
      const { stdout } = await lupineBench(['doctor', '--json'], {
        PATH: `${dir}${delimiter}${process.env['PATH'] ?? ''}`,
        LUPINE_BENCH_CACHE: join(dir, 'cache'),
        LUPINE_BENCH_QEMU: await fakeQemu(dir, { lie: 'silent' }),
        LUPINE_BENCH_KVM_DEVICE: '/dev/null',
      });
      const findings = JSON.parse(stdout) as Finding[];
      const of = (name: string): Finding | undefined => findings.find(({ what }) => what === name);
      assert.deepEqual(of('qemu'), { state: 'ok', what: 'qemu', detail: '9.9.9 (silent)' });
      assert.equal(of('kvm')?.state, 'note');
      assert.match(of('kvm')?.detail ?? '', /KVM cannot be asked: .*Install gcc/s);
    });
  });
});

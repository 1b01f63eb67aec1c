// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { foreign, rawText } from '../../harness/core/foreign.js';
import { KEPT_BYTES, keepErrors } from '../../harness/vmm/error-tail.js';
import { kvmFailure, saysStopped } from '../../harness/vmm/kvm-words.js';

const failureIn = (text: string): string | undefined => kvmFailure(foreign(text));

/** Sends pieces; gives what was kept, and behind which piece the line was found. */
async function send(pieces: readonly string[]): Promise<{ text: string; found: number[] }> {
  const stderr = new PassThrough();
  const found: number[] = [];
  let sent = 0;
  const tail = keepErrors(stderr, saysStopped, () => found.push(sent));
  for (const piece of pieces) {
    sent += 1;
    stderr.write(piece);
    await new Promise(setImmediate);
  }
  stderr.end();
  return { text: rawText(await tail.ended()), found };
}

describe("a VMM's standard error", () => {
  it('is watched line by line, however it is cut', async () => {
    const { text, found } = await send([
      'warning\nKVM inter',
      'nal error. Suberr',
      'or: 1\nRAX',
      '=0\nKVM internal error',
    ]);
    assert.deepEqual(found, [3]);
    assert.equal(failureIn(text), 'KVM internal error. Suberror: 1');
  });
  it('is kept to its last 64 KiB, with the line that ended it before them', async () => {
    const flood = Array.from({ length: 300 }, (_, index) => `${index} `.padEnd(1023, '.') + '\n');
    const { text, found } = await send(['KVM: entry failed, hardware error 0x80000021\n', ...flood]);
    assert.deepEqual(found, [1]);
    assert.match(text, /^KVM: entry failed, hardware error 0x80000021\n/);
    assert.ok(text.length < KEPT_BYTES + 100 && text.endsWith(flood.at(-1) ?? ''));
  });
  it('costs no more when it is one endless line, or comes byte by byte', async () => {
    const { text } = await send([...Array.from({ length: 3000 }, () => 'x'), 'y'.repeat(8 << 20)]);
    assert.equal(text, 'y'.repeat(KEPT_BYTES));
  });
});

describe('the words of KVM', () => {
  it('are told from those of others', () => {
    assert.equal(
      failureIn('qemu: could not load kernel\nqemu: terminating on signal 15 from pid 1 (timeout)'),
      undefined,
    );
    assert.equal(
      failureIn("qemu: warning: host doesn't support requested feature: CPUID.80000007H:EDX.invtsc"),
      undefined,
    );
    assert.equal(
      failureIn('qemu-system-x86_64: failed to initialize kvm: Permission denied'),
      'failed to initialize kvm: Permission denied',
    );
    assert.equal(
      failureIn('x\nqemu-system-x86_64: error: kvm run failed Bad address\n'),
      'error: kvm run failed Bad address',
    );
  });
});

// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { foreign } from '../../harness/core/foreign.js';
import { judgeProbe } from '../../harness/vmm/probe-verdict.js';
import type { VmExit } from '../../harness/vmm/types.js';
import { PROBE_PASSES } from '../support/fake-qemu.js';

const reason = (said: string, exit: Partial<VmExit>): string =>
  judgeProbe({ kind: 'exited', status: 3, stderr: foreign(''), argv: [], hostMs: 1, ...exit }, said, 4000)
    .kvmReason;

const INTERNAL = foreign('KVM internal error. Suberror: 1\nemulation failure\n');

describe('the verdict of the probe', () => {
  for (const [what, said, exit, expected] of [
    [
      'an abort before the first instruction',
      '',
      { kind: 'kvm-failed', stderr: foreign('qemu-system-x86_64: error: failed to set MSR 0x10a to 0x69\n') },
      "the start of the machine ended in 'error: failed to set MSR 0x10a to 0x69'",
    ],
    [
      'an unknown instruction',
      'BLS',
      { kind: 'kvm-failed', stderr: INTERNAL },
      "cmpxchg16b ended in 'KVM internal error. Suberror: 1'",
    ],
    ['a wrong result', 'BL?', {}, 'SSE gave a wrong result'],
    ['an exception', 'BLS!0d', {}, 'cmpxchg16b raised exception 13'],
    [
      'an interrupt that never comes',
      'BLSXR',
      { kind: 'timeout' },
      'a timer interrupt out of hlt did not end within 4 s',
    ],
    ['a triple fault', 'B', { status: 0 }, 'long mode with paging reset the machine'],
    [
      'a VMM that is killed',
      'BLSX',
      { kind: 'vmm-failed', signal: 'SIGKILL' },
      'rep movs and rep stos ended the VMM (SIGKILL)',
    ],
    [
      'a machine that does not end',
      PROBE_PASSES,
      { kind: 'timeout' },
      'the end of the machine did not end within 4 s',
    ],
    ['half a number', PROBE_PASSES.slice(0, 12), { status: 1 }, 'the guest did not say how fast it is'],
  ] as const) {
    it(`names the step: ${what}`, () => {
      assert.equal(reason(said, exit), `/dev/kvm exists but does not run guests: ${expected}.`);
    });
  }

  it('knows an interpreter, and takes no CPU for one that saves power or has something else to do', () => {
    const round = (counts: number): boolean | undefined =>
      judgeProbe(
        { kind: 'exited', status: 1, stderr: foreign(''), argv: [], hostMs: 1 },
        `BLSXRTV${(counts * 5000).toString(16).padStart(16, '0')}`,
        4000,
      ).emulated;
    const [no, yes] = [undefined, true];
    assert.deepEqual([3, 5, 12, 40, 200, 20_000].map(round), [no, no, no, no, yes, yes]);
  });
});

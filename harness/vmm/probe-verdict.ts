// SPDX-License-Identifier: Apache-2.0
import { foreignLines, says, trimmed } from '../core/foreign.js';
import { digitsNumber } from '../core/numbers.js';
import { printable } from '../core/printable.js';
import { kvmFailure } from './kvm-words.js';
import { EXCEPTION, PROBE_STEPS, SLOWEST_ROUND, SPEED_ROUNDS, WRONG } from './probe-steps.js';
import { DEBUG_EXIT_OK } from './qemu-argv.js';
import type { VmExit } from './types.js';

/** Whether KVM runs a guest here, and why. */
export interface KvmAnswer {
  kvm: boolean;
  /** One sentence. */
  kvmReason: string;
  /** True when every step went well, but at a speed that says that there is no CPU behind it: its times mean nothing. */
  emulated?: boolean;
  /** True when too little has run to choose the wall clock by it: who asks for that clock gets it. */
  unproven?: boolean | undefined;
}

/** Judges a run of the probe's guest by how it ended and what its console says. */
export function judgeProbe(exit: VmExit, console: string, timeoutMs: number): KvmAnswer {
  const failed = PROBE_STEPS.find(([letter], index) => console[index] !== letter);
  if (failed !== undefined) {
    const said = console.slice(PROBE_STEPS.indexOf(failed));
    return refused(`${failed[1]} ${symptom(exit, said, timeoutMs)}`);
  }
  if (exit.kind !== 'exited' || exit.status !== DEBUG_EXIT_OK)
    return refused(`the end of the machine ${symptom(exit, '', timeoutMs)}`);
  const counts = digitsNumber(console.slice(PROBE_STEPS.length), 16, 16);
  if (counts === undefined || console.length !== PROBE_STEPS.length + 16)
    return refused('the guest did not say how fast it is');
  const round = counts / SPEED_ROUNDS;
  if (round > SLOWEST_ROUND) {
    return {
      kvm: true,
      kvmReason: `/dev/kvm runs guests, but at an emulator's speed: ${round.toFixed(0)} counts of the time stamp counter for what takes a CPU about 10.`,
      emulated: true,
    };
  }
  return {
    kvm: true,
    kvmReason: 'a guest that does what Linux needs booted and ended under KVM, at the speed of a CPU.',
  };
}

function refused(why: string): KvmAnswer {
  return { kvm: false, kvmReason: `/dev/kvm exists but does not run guests: ${why}.` };
}

/** What a step did instead of going well; `said` is what came on the console in place of its letter. */
function symptom(exit: VmExit, said: string, timeoutMs: number): string {
  const line = foreignLines(exit.stderr).find((one) => says(one, /error|abort|fail/i));
  const words = kvmFailure(exit.stderr) ?? (line === undefined ? undefined : printable(trimmed(line), 200));
  const quoted = words === undefined ? '' : `'${words}'`;
  if (exit.kind === 'kvm-failed') return `ended in ${quoted}`;
  if (said.startsWith(WRONG)) return 'gave a wrong result';
  if (said.startsWith(EXCEPTION))
    return `raised exception ${digitsNumber(said.slice(1, 3), 16, 2) ?? 'unknown'}`;
  if (exit.kind === 'timeout') return `did not end within ${timeoutMs / 1000} s`;
  if (quoted !== '') return `ended in ${quoted}`;
  if (exit.kind === 'exited' && exit.status === 0) return 'reset the machine';
  return `ended the VMM (${exit.signal ?? `status ${exit.status ?? 'unknown'}`})`;
}

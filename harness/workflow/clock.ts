// SPDX-License-Identifier: Apache-2.0
import { BenchError, measureError, usageError } from '../core/errors.js';
import { LOCAL } from '../host/local.js';
import type { Host } from '../host/types.js';
import type { KvmAnswer } from '../vmm/probe-verdict.js';
import type { Clock } from '../metric/types.js';

/** A clock, and one sentence that says why. */
export interface ChosenClock {
  clock: Clock;
  reason: string;
}

/** What decides the clock of a run. */
export interface ClockQuestion {
  /** What the user asks for. */
  asked: Clock | undefined;
  host: Host;
  monitor: string;
  /** Boots a Linux guest under KVM, which is asked only where a tiny guest has run. */
  proveLinux: () => Promise<KvmAnswer>;
  /** What the user can do without KVM. */
  otherwise?: string | undefined;
  signal: AbortSignal;
}

/**
 * Chooses the clock: what the user asks for, otherwise wall where KVM really runs a Linux guest.
 * @throws BenchError `KVM_UNUSABLE` (exit 3) when the wall clock is asked for and cannot be had; `CLOCK_COUNTED_HOST` (exit 2) when it is
 *   asked for of a host that is counted.
 */
export async function chooseClock({
  asked,
  host,
  monitor,
  proveLinux,
  otherwise = 'Use --clock deterministic, or a host with KVM',
  signal,
}: ClockQuestion): Promise<ChosenClock> {
  if (host.counts === 'kvm-host') return countedClock(asked, host);
  if (asked === 'deterministic') return { clock: asked, reason: 'Chosen by the user.' };
  const tiny = await host.kvm(monitor, { signal }).catch((error: unknown): KvmAnswer => {
    // A machine without a compiler measures all the same: by the other clock.
    if (asked === 'wall' || !(error instanceof BenchError) || error.code !== 'PROBE_GUEST') throw error;
    return { kvm: false, kvmReason: `it cannot be asked here: ${error.message}` };
  });
  // Times that mean nothing are made only for who asks for them.
  const wanted = tiny.kvm && (asked === 'wall' || tiny.emulated !== true);
  const { kvm, kvmReason, unproven } = wanted ? await proveLinux() : { ...tiny, kvm: false };
  const because = `${kvmReason.charAt(0).toUpperCase()}${kvmReason.slice(1)}`;
  // A device that lies would cost every boot of the run; the other clock costs none.
  if (kvm && (asked === 'wall' || unproven !== true)) return { clock: 'wall', reason: because };
  if (asked === 'wall') {
    throw measureError(
      'KVM_UNUSABLE',
      `the wall clock needs KVM. ${because}`,
      `${otherwise}; \`lupine-bench ${host.name === LOCAL ? 'doctor --probe' : `hosts probe ${host.name}`}\` asks anew.`,
    );
  }
  return { clock: 'deterministic', reason: `KVM is not used: ${kvmReason}` };
}

/** There is no time on such a host, whether or not KVM works on it. */
function countedClock(asked: Clock | undefined, { name }: Host): ChosenClock {
  if (asked !== 'wall')
    return {
      clock: 'deterministic',
      reason: `On the host ${name} the instructions of monitor, host kernel and guest are counted together.`,
    };
  throw usageError(
    'CLOCK_COUNTED_HOST',
    `the host ${name} has no wall clock: it is emulated, and its instructions are counted.`,
    'Leave --clock out, or choose a host with KVM.',
  );
}

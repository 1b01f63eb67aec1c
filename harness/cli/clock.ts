// SPDX-License-Identifier: Apache-2.0
import { measureError } from '../core/errors.js';
import type { Clock } from '../metric/types.js';
import type { Vmm } from '../vmm/types.js';

/**
 * Chooses the clock: what the user asks for, otherwise wall where KVM really runs guests.
 * @throws BenchError `KVM_UNUSABLE` (exit 3) when the wall clock is asked for and cannot be had.
 */
export async function chooseClock(
  asked: Clock | undefined,
  vmm: Vmm,
  signal: AbortSignal,
): Promise<{ clock: Clock; reason: string }> {
  if (asked === 'deterministic') return { clock: asked, reason: 'Chosen by the user.' };
  const { kvm, kvmReason } = await vmm.probe(signal);
  const because = `${kvmReason.charAt(0).toUpperCase()}${kvmReason.slice(1)}`;
  if (kvm) return { clock: 'wall', reason: because };
  if (asked === 'wall') {
    throw measureError(
      'KVM_UNUSABLE',
      `the wall clock needs KVM. ${because}`,
      'Use --clock deterministic, or a host with KVM.',
    );
  }
  return { clock: 'deterministic', reason: `KVM is not used: ${kvmReason}` };
}

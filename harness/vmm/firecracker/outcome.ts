// SPDX-License-Identifier: Apache-2.0
import { type Foreign, foreignLines, says } from '../../core/foreign.js';
import { kvmFailure, saysStopped } from '../kvm-words.js';
import type { MonitorEnd } from '../run-monitor.js';
import type { VmExit } from '../types.js';

/** With these words Firecracker ends over what a guest did: a triple fault, or a halt without interrupts. Older versions end well then. */
const GUEST_ENDED = /(?:exit reason|kvm exit).{0,60}\b(?:Shutdown|Hlt)\b|KVM_EXIT_(?:SHUTDOWN|HLT)/;

/** Statuses of a program that was never begun, as env and timeout have them. */
const NOT_BEGUN = { least: 125, most: 127 } as const;

/**
 * How Firecracker ended, from why it was stopped, if it was, its status, and what it said. A guest that ends resets its machine, and
 * Firecracker ends with 0; every other status is a failure of its own: 148 for a system call that its filter forbids, 152 for a machine that
 * it cannot make, 153 for a command line that it does not know.
 * @param said its standard error, and the complaints of its log.
 */
export function firecrackerOutcome(
  { stopped, result }: Pick<MonitorEnd, 'stopped' | 'result'>,
  said: Foreign,
): Pick<VmExit, 'kind' | 'status' | 'signal'> {
  // First: a time limit that came after it must not hide it.
  if (foreignLines(said).some(saysStopped)) return { kind: 'kvm-failed' };
  if (stopped !== undefined) return { kind: stopped };
  const { exitCode: status, signal } = result;
  if (status === undefined) return { kind: 'vmm-failed', ...(signal ? { signal } : {}) };
  if (status === 0 || (status === 1 && says(said, GUEST_ENDED))) return { kind: 'exited', status };
  const begun = status < NOT_BEGUN.least || status > NOT_BEGUN.most;
  if (begun && kvmFailure(said) !== undefined) return { kind: 'kvm-failed' };
  return { kind: 'vmm-failed', status };
}

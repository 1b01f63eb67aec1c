// SPDX-License-Identifier: Apache-2.0
import { type Foreign, foreignLines, has, partsOf, says, trimmed } from '../core/foreign.js';
import { printable } from '../core/printable.js';

/** QEMU says one of these and stays alive, with the machine paused for good. */
export const STOPPED_WORDS = [
  ...['KVM internal error', 'error: kvm run failed', 'KVM: entry failed', 'KVM: unknown exit'],
  'KVM: exception ',
] as const;

/** QEMU says one of these and ends: a machine that cannot be made, or an assertion in the code that talks to KVM. */
const REFUSED =
  /failed to [sg]et MSR|i?kvm\S*\.c:\d+|KVM_[A-Z_]+\b.*failed|failed to initialize kvm|KVM kernel module/i;

/** Firecracker says one of these and ends: KVM stopped the machine, or there is none. */
const ENDED = /KVM_EXIT_(?:INTERNAL_ERROR|FAIL_ENTRY)|KVM failed to emulate|creating KVM object|\bKvm\(/;

/** Whether a line of QEMU's standard error says that KVM stopped the machine. */
export function saysStopped(line: Foreign): boolean {
  return STOPPED_WORDS.some((words) => has(line, words));
}

/** The first line in which a monitor says that KVM failed it, without the program's name, for a message; nothing when there is none. */
export function kvmFailure(stderr: Foreign): string | undefined {
  const lines = foreignLines(stderr);
  const line = lines.find(saysStopped) ?? lines.find((text) => says(text, REFUSED) || says(text, ENDED));
  if (line === undefined) return undefined;
  const [, words = line] = partsOf(trimmed(line), /^(?:\S*qemu\S*: )?(.*)$/) ?? [];
  return printable(words, 200);
}

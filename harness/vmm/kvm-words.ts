// SPDX-License-Identifier: Apache-2.0

/** QEMU says one of these and stays alive, with the machine paused for good. */
const STOPPED =
  /KVM internal error|error: kvm run failed|KVM: entry failed|KVM: unknown exit|KVM: exception \d+/;

/** QEMU says one of these and ends: a machine that cannot be made, or an assertion in the code that talks to KVM. */
const REFUSED =
  /failed to [sg]et MSR|i?kvm\S*\.c:\d+|KVM_[A-Z_]+\b.*failed|failed to initialize kvm|KVM kernel module/i;

/** Whether a line of QEMU's standard error says that KVM stopped the machine. */
export function saysStopped(line: string): boolean {
  return STOPPED.test(line);
}

/** The first line in which QEMU says that KVM failed it, without the program's name; nothing when there is none. */
export function kvmFailure(stderr: string): string | undefined {
  const lines = stderr.split('\n');
  const line = lines.find(saysStopped) ?? lines.find((text) => REFUSED.test(text));
  return line
    ?.trim()
    .replace(/^\S*qemu\S*: /, '')
    .slice(0, 200);
}

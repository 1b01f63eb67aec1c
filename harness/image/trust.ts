// SPDX-License-Identifier: Apache-2.0
import type { Job } from '../app/job.js';
import { givesNonce } from '../vmm/names.js';
import { parseConfig } from './kernel/config.js';

/**
 * Why the report of a boot rests on trust in its app: the app could write one of its own. `kernel-mode`: programs run in kernel
 * mode. `one-user`: the kernel has no users, so that every program may do everything. `no-ports`: the kernel gives PID 1 no
 * ports, so that a report cannot be bound to its boot. `no-nonce`: the monitor gives it nothing to bind it with. `unknown-kernel`: nobody knows the kernel's options. `privileged`: the app
 * declares that it needs all rights. `shared-user`: a program that loads the app runs beside it as the same user, and the app
 * may change what that prints; its own times do not depend on that. `no-pid1`: nothing of ours runs in the guest, which is believed by its lines.
 */
export type TrustReason =
  | 'kernel-mode'
  | 'one-user'
  | 'no-ports'
  | 'no-nonce'
  | 'unknown-kernel'
  | 'privileged'
  | 'shared-user'
  | 'no-pid1';

/** Reasons in a kernel's `.config`; undefined for a kernel without one. */
export function kernelTrust(config: string | undefined): TrustReason[] {
  if (config === undefined) return ['unknown-kernel'];
  const options = parseConfig(config);
  const has = (name: string): boolean => options.get(name) === 'y';
  return [
    ...(has('KERNEL_MODE_LINUX') ? (['kernel-mode'] as const) : []),
    ...(has('MULTIUSER') ? [] : (['one-user'] as const)),
    ...(has('X86_IOPL_IOPERM') ? [] : (['no-ports'] as const)),
  ];
}

/** Reasons in what a guest runs. */
export function jobTrust({ app, clients, privileged, ethernet }: Job): TrustReason[] {
  const root = app.user === undefined || app.user.uid === 0;
  const loadsInside = clients.length > 0 && ethernet === undefined;
  return [
    ...(privileged ? (['privileged'] as const) : []),
    ...(root && loadsInside ? (['shared-user'] as const) : []),
  ];
}

/** Reasons in what runs the guest. @param monitor its name. */
export function monitorTrust(monitor: string): TrustReason[] {
  return givesNonce(monitor) ? [] : ['no-nonce'];
}

/** With one of these PID 1 has no nonce that it could give. */
const UNBOUND: ReadonlySet<TrustReason> = new Set<TrustReason>(['no-ports', 'no-nonce', 'unknown-kernel']);

/** True when a report of such a boot must have the boot's nonce. */
export function isBound(reasons: readonly TrustReason[]): boolean {
  return !reasons.some((reason) => UNBOUND.has(reason));
}

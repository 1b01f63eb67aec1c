// SPDX-License-Identifier: Apache-2.0

/** Names of the monitors, by which the user chooses one. The first is the default. */
export const MONITORS = ['qemu', 'firecracker'] as const;

/** Name of QEMU. */
export const QEMU = MONITORS[0];

/** Name of Firecracker. */
export const FIRECRACKER = MONITORS[1];

/**
 * Whether the machines of a monitor have something that is new in each boot, and that PID 1 can read and no app: with it reports are bound to
 * their boot. Firecracker has no firmware configuration, and a kernel command line can be read by everybody.
 */
export function givesNonce(monitor: string): boolean {
  return monitor !== FIRECRACKER;
}

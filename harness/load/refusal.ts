// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { type BenchError, attemptError } from '../core/errors.js';
import { type Foreign, trimmed } from '../core/foreign.js';
import { printable } from '../core/printable.js';

/** Exit statuses of `guest-network.c`. */
const NO_NAMESPACE = 2;
const NO_TAP = 3;

/** Settings of kernels that keep users from making namespaces: file, the value that forbids, how it is allowed. */
const FORBIDDING: readonly [file: string, value: string, allow: string][] = [
  ['/proc/sys/kernel/unprivileged_userns_clone', '0', 'kernel.unprivileged_userns_clone=1'],
  [
    '/proc/sys/kernel/apparmor_restrict_unprivileged_userns',
    '1',
    'kernel.apparmor_restrict_unprivileged_userns=0',
  ],
  ['/proc/sys/user/max_user_namespaces', '0', 'user.max_user_namespaces=1000'],
];

/** Reads a setting; empty when this kernel does not have it. */
export type ReadSetting = (file: string) => Promise<string>;

const readSetting: ReadSetting = async (file) => (await readFile(file, 'utf8').catch(() => '')).trim();

/**
 * The error for a network that could not be made, from what `guest-network.c` said.
 * @returns `NAMESPACE_REFUSED` naming the setting that forbids it, `TAP_REFUSED`, or `GUEST_NETWORK_FAILED`; all of them exit 3, and say nothing about
 *   a guest: none was begun.
 */
export async function refusal(
  status: number | undefined,
  said: Foreign,
  read: ReadSetting = readSetting,
): Promise<BenchError> {
  const words = printable(trimmed(said), 200);
  if (status === NO_NAMESPACE) {
    return attemptError(
      'NAMESPACE_REFUSED',
      `this user may not make a network of its own for the guest and its client (${words}).`,
      await howToAllow(read),
    );
  }
  if (status === NO_TAP) {
    return attemptError(
      'TAP_REFUSED',
      `no tap device could be made for the guest (${words}).`,
      'Load the module tun (`modprobe tun`) and see that this user may open /dev/net/tun.',
    );
  }
  return attemptError(
    'GUEST_NETWORK_FAILED',
    `the network for the guest and its client could not be made${words === '' ? '' : ` (${words})`}.`,
    'Run `lupine-bench doctor`.',
  );
}

async function howToAllow(read: ReadSetting): Promise<string> {
  for (const [file, value, allow] of FORBIDDING) {
    if ((await read(file)) === value) return `Allow it with \`sysctl ${allow}\`, or run as root.`;
  }
  return 'Run as root, outside a container or in one that may make namespaces.';
}

// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import { execa } from 'execa';
import { GUEST_INTERFACE, HOST_ADDRESS } from '../app/host-load.js';
import { plainEnvironment } from '../core/child.js';
import { foreign } from '../core/foreign.js';
import type { VmTap } from '../vmm/types.js';
import { buildHelpers } from './helpers.js';
import { refusal } from './refusal.js';

/** Name of the tap device in such a network. */
export const TAP = 'tap0';

/** What `guest-network` is called with. */
export const NETWORK_WORDS = [TAP, HOST_ADDRESS, GUEST_INTERFACE.netmask] as const;

/** A network of its own for one guest and its client: a namespace with one tap device in it. */
export interface GuestNetwork extends VmTap {
  /** Process that holds the namespaces. */
  pid: number;
  /** Gives the network up; it is gone when the last process in it has ended. */
  close(): Promise<void>;
}

/**
 * Makes a network of its own. It ends with this process, however that ends: the process that holds it waits for the end of
 * a pipe.
 * @throws BenchError (exit 3) `NAMESPACE_REFUSED`, `TAP_REFUSED` or `GUEST_NETWORK_FAILED`; `LOAD_HELPERS`.
 */
export async function openGuestNetwork(signal?: AbortSignal): Promise<GuestNetwork> {
  const { 'guest-network': program } = await buildHelpers(signal);
  signal?.throwIfAborted();
  const child = execa(program, NETWORK_WORDS, {
    env: plainEnvironment,
    extendEnv: false,
    reject: false,
    stdin: 'pipe',
    // Of a group of its own: what the terminal sends must not end the network before the guest.
    detached: true,
  });
  const said = await Promise.race([once(child.stdout, 'data').then(String), child.then(() => '')]);
  const { pid } = child;
  if (pid === undefined || !said.startsWith('ready')) {
    const { exitCode, stderr } = await child;
    throw await refusal(exitCode, foreign(stderr));
  }
  const user = said.startsWith('ready user') ? ['--user', '--preserve-credentials'] : [];
  return {
    name: TAP,
    pid,
    enter: ['nsenter', '--target', String(pid), ...user, '--net', '--'],
    close: async () => {
      child.stdin.end();
      await child;
    },
  };
}

/**
 * Tries whether a network can be made here.
 * @throws as {@link openGuestNetwork}.
 */
export async function requireGuestNetwork(signal?: AbortSignal): Promise<void> {
  await (await openGuestNetwork(signal)).close();
}

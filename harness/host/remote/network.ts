// SPDX-License-Identifier: Apache-2.0
import { NETWORK_WORDS } from '../../load/guest-network.js';
import { refusal } from '../../load/refusal.js';
import { readSettingOf } from '../keeper/settings.js';
import type { RemoteMachine } from './machine.js';

/**
 * Tries whether a network for a guest and its client can be made on a host.
 * @throws BenchError (exit 3) `NAMESPACE_REFUSED`, `TAP_REFUSED`, `GUEST_NETWORK_FAILED`.
 */
export async function requireNetworkThere(machine: RemoteMachine, signal?: AbortSignal): Promise<void> {
  const { shell, helpers } = machine;
  const { status, stderr } = await shell.run({
    ...{ script: 'exec "$@" < /dev/null', args: [helpers.guestNetwork, ...NETWORK_WORDS], signal },
  });
  if (status !== 0) throw await refusal(status, stderr, (file) => readSettingOf(shell, file));
}

// SPDX-License-Identifier: Apache-2.0
import type { FleetState } from '../../run/fleet/state.js';

/** What a fleet does, in a line: what matters most stands first, because a narrow terminal cuts its end. */
export function fleetLine({ hosts, queue, steps }: Omit<FleetState, 'expectedSeconds'>): string {
  const at = (is: string): string[] => hosts.filter((host) => host.is === is).map(({ name }) => name);
  const [busy, out] = [at('measuring').length, at('out')];
  const lost = out.length === 0 ? '' : `, out: ${out.join(' ')}`;
  return `${steps.done}/${steps.total} on ${busy} of ${hosts.length} hosts${lost}, ${queue.waiting} waiting`;
}

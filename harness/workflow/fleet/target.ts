// SPDX-License-Identifier: Apache-2.0
import { BenchError } from '../../core/errors.js';
import { digestOf } from '../../core/json.js';
import type { Host } from '../../host/types.js';
import type { PlannedHost } from '../../plan/types.js';
import type { ChosenClock } from '../clock.js';
import type { Session } from '../session.js';

/** The hosts that a clock was chosen for, and why. */
export interface ChosenHosts extends ChosenClock {
  hosts: Host[];
  /** With their identities, under the wall clock. */
  fleet: PlannedHost[];
}

/**
 * Chooses the clock of several hosts: wall where one of them can, and then only those that can. Each that is left out is named.
 * @param ask chooses the clock of one.
 * @throws BenchError what asking the first one throws, when none is left.
 */
export async function chooseTogether(
  hosts: readonly Host[],
  ask: (host: Host) => Promise<ChosenClock>,
  { progress, signal }: Session,
): Promise<ChosenHosts> {
  progress.step(`asking ${hosts.length} hosts`);
  const asked = await Promise.all(hosts.map((host) => answerOf(host, ask)));
  signal.throwIfAborted();
  const answers = asked.flatMap((one) => ('clock' in one ? [one] : []));
  const clock = answers.some((one) => one.clock === 'wall') ? 'wall' : 'deterministic';
  const chosen = answers.filter((one) => one.clock === clock);
  const [first] = chosen;
  if (first === undefined)
    throw asked.find((one) => 'error' in one)?.error ?? new Error('a fleet has a host');
  for (const one of asked) {
    if ('error' in one) progress.note(`host ${one.host.name} is left out: ${one.error.message}`);
    else if (one.clock !== clock) progress.note(`host ${one.host.name} is left out: ${one.reason}`);
  }
  const fleet = chosen.map(({ host, identity }) => ({ name: host.name, identity }));
  return { clock, reason: first.reason, hosts: chosen.map(({ host }) => host), fleet };
}

type Answer = (ChosenClock & { host: Host; identity: string }) | { host: Host; error: BenchError };

async function answerOf(host: Host, ask: (host: Host) => Promise<ChosenClock>): Promise<Answer> {
  try {
    const { clock, reason } = await ask(host);
    return { host, clock, reason, identity: clock === 'wall' ? await host.identity() : 'any' };
  } catch (error) {
    if (error instanceof BenchError && error.exit === 3) return { host, error };
    throw error;
  }
}

/** What stands for all hosts of a fleet where a run names one: the same for the same hosts. */
export function fleetIdentity(fleet: readonly PlannedHost[]): string {
  return `fleet-${digestOf(fleet.map(({ identity }) => identity).sort()).slice(0, 8)}`;
}

// SPDX-License-Identifier: Apache-2.0
import { chooseCpus, clientCpu, requireCpus } from '../host/cpus.js';
import type { Host } from '../host/types.js';
import type { Count } from '../core/names.js';
import type { Plan } from '../plan/types.js';

/** CPUs of the host on which the processes of a run stay. */
export interface Pins {
  /** For the monitor and its virtual CPU. */
  monitor: readonly Count[];
  /** For clients of loads from the host, apart from those but on an emulated host with one CPU; missing in a plan without such a load. */
  client?: Count | undefined;
}

/** What is known of the CPUs of a run. */
export interface PinWishes {
  /** Those that the user names. */
  asked: readonly number[] | undefined;
  /** Those that it began with. */
  before: Pins | undefined;
  /** True where time means nothing. */
  emulated: boolean;
}

/**
 * CPUs of a run: those that it began with, those that the user names, or a choice. None under the deterministic clock, where
 * it could not show.
 * @throws BenchError `CPUS_INVALID` (exit 2) when this process may not use them, `LOAD_CPUS` (exit 3) when none is left for
 *   clients.
 */
export async function pinsOf(
  { clock, scenarios }: Pick<Plan, 'clock' | 'scenarios'>,
  host: Pick<Host, 'cpus'>,
  { asked, before, emulated }: PinWishes,
): Promise<Pins | undefined> {
  if (clock === 'deterministic') return undefined;
  const layout = await host.cpus();
  const wanted = before?.monitor ?? asked;
  const monitor = wanted === undefined ? chooseCpus(layout) : requireCpus(wanted, layout);
  const loaded = scenarios.some(({ load }) => load === 'host');
  // Where times mean nothing anyway both may share a CPU, which is said; no other host is measured like that.
  const shared = emulated && layout.allowed.length === 1 ? monitor[0] : undefined;
  return {
    monitor,
    client: loaded ? (before?.client ?? shared ?? clientCpu(layout, monitor)) : undefined,
  };
}

// SPDX-License-Identifier: Apache-2.0
import { type CpuLayout, chooseCpus, clientCpu, requireCpus } from '../host/cpus.js';
import type { Count } from '../core/names.js';
import type { Plan } from '../plan/types.js';

/** CPUs of the host on which the processes of a run stay. */
export interface Pins {
  /** For the monitor and its virtual CPU. */
  monitor: readonly Count[];
  /** For clients of loads from the host, apart from those; missing in a plan without such a load. */
  client?: Count | undefined;
}

/**
 * CPUs of a run: those that it began with, those that the user names, or a choice. None under the deterministic clock, where
 * it could not show.
 * @throws BenchError `CPUS_INVALID` (exit 2) when this process may not use them, `LOAD_CPUS` (exit 3) when none is left for
 *   clients.
 */
export async function pinsOf(
  { clock, scenarios }: Pick<Plan, 'clock' | 'scenarios'>,
  layoutOf: () => Promise<CpuLayout>,
  asked: readonly number[] | undefined,
  before: Pins | undefined,
): Promise<Pins | undefined> {
  if (clock === 'deterministic') return undefined;
  const layout = await layoutOf();
  const wanted = before?.monitor ?? asked;
  const monitor = wanted === undefined ? chooseCpus(layout) : requireCpus(wanted, layout);
  const loaded = scenarios.some(({ load }) => load === 'host');
  return { monitor, client: loaded ? (before?.client ?? clientCpu(layout, monitor)) : undefined };
}

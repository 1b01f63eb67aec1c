// SPDX-License-Identifier: Apache-2.0
import { chooseCpus, cpuLayout, requireCpus } from '../host/cpus.js';
import type { Clock } from '../metric/types.js';
import type { Provenance } from './provenance.js';

/**
 * CPUs on which the VMMs of a run stay: those that the run began with, those that the user names, or a choice. None under
 * the deterministic clock, where it could not show.
 * @throws BenchError `CPUS_INVALID` (exit 2) when this process may not use them.
 */
export async function cpusOfRun(
  clock: Clock,
  asked: readonly number[] | undefined,
  before: Provenance | undefined,
): Promise<number[] | undefined> {
  if (clock === 'deterministic') return undefined;
  const layout = await cpuLayout();
  const wanted = before?.cpus ?? asked;
  return wanted === undefined ? chooseCpus(layout) : requireCpus(wanted, layout);
}

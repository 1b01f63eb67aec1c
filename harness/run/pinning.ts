// SPDX-License-Identifier: Apache-2.0
import { chooseCpus, clientCpu, cpuLayout, requireCpus } from '../host/cpus.js';
import type { Clock } from '../metric/types.js';
import type { Plan } from '../plan/types.js';
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

/**
 * CPU for the clients on the host, beside those of the VMM; none in a plan without a load from the host.
 * @throws BenchError `LOAD_CPUS` (exit 3) when there is none left.
 */
export async function clientCpuOfRun(
  plan: Plan,
  vmm: readonly number[] | undefined,
  before: Provenance | undefined,
): Promise<number | undefined> {
  if (vmm === undefined || plan.scenarios.every(({ load }) => load !== 'host')) return undefined;
  return before?.clientCpu ?? clientCpu(await cpuLayout(), vmm);
}

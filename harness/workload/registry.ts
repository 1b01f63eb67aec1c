// SPDX-License-Identifier: Apache-2.0
import { usageError } from '../core/errors.js';
import { suggest } from '../core/suggest.js';
import * as all from './all.js';
import { bindWorkload } from './bind.js';
import type { ClientSide } from './client-location.js';
import type { Workload, WorkloadDeclaration } from './types.js';

/** Name of a workload in scenario files. */
export type WorkloadName = (typeof all)[keyof typeof all]['name'];

const declared: readonly (WorkloadDeclaration & { name: WorkloadName })[] = Object.values(all);

/** Every workload with its clients in each place where they can run, the guest first. */
export const workloads: readonly Workload[] = declared.flatMap((one) =>
  sidesOf(one).map((side) => bindWorkload(one, side)),
);

/** Names of all workloads. */
export const workloadNames: readonly WorkloadName[] = declared.map(({ name }) => name);

/** Names of those whose clients can run on the host. */
export const hostLoads: readonly WorkloadName[] = declared
  .filter((one) => sidesOf(one).includes('host'))
  .map(({ name }) => name);

/**
 * The workload of a scenario, with its clients where the scenario wants them.
 * @throws BenchError (exit 2) `WORKLOAD_UNKNOWN`, also for one whose clients cannot run on the host.
 */
export function workloadOf({ workload, load = 'guest' }: { workload: string; load?: ClientSide }): Workload {
  const found = workloads.find(({ name, clientsOn }) => name === workload && clientsOn === load);
  if (found !== undefined) return found;
  const known = load === 'host' ? hostLoads : workloadNames;
  throw usageError(
    'WORKLOAD_UNKNOWN',
    `there is no workload "${workload}"${load === 'host' ? ' with its client on the host' : ''}.`,
    suggest(workload, known),
  );
}

function sidesOf({ load }: WorkloadDeclaration): ClientSide[] {
  return load?.host === undefined ? ['guest'] : ['guest', 'host'];
}

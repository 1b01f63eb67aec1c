// SPDX-License-Identifier: Apache-2.0
import { GUEST_INTERFACE } from '../app/host-load.js';
import type { LoadedApp } from '../app/load.js';
import { type JobOptions, makeJob } from '../app/make-job.js';
import type { Clock } from '../metric/types.js';
import type { ScenarioFile } from '../scenario/types.js';
import { workloadOf } from '../workload/registry.js';
import type { ClientRequest } from '../workload/types.js';
import type { RootfsOptions } from './rootfs/types.js';

/** What the root image of an app depends on beside the app: scenarios that have the same share it. */
type RootNeeds = Omit<JobOptions, 'clock'>;

/** What a scenario needs of the root image of its apps. */
export function rootNeeds(scenario: ScenarioFile): RootNeeds {
  const { purpose, clientsOn } = workloadOf(scenario);
  if (clientsOn === 'host') return { purpose, clients: [], ethernet: GUEST_INTERFACE };
  return { purpose, clients: requestsOf(scenario) };
}

/** Clients that load the apps of a scenario. */
export function requestsOf(scenario: ScenarioFile): ClientRequest[] {
  const metrics = scenario.metrics.map(({ name }) => name);
  return workloadOf(scenario).clients(scenario.parameters, metrics);
}

/** What the root image of an app is made from. */
export function rootOf(
  { declaration, dir, within }: LoadedApp,
  needs: RootNeeds,
  clock: Clock,
): Pick<RootfsOptions, 'app' | 'appDir' | 'within' | 'job'> {
  return { app: declaration, appDir: dir, within, job: makeJob(declaration, { clock, ...needs }) };
}

// SPDX-License-Identifier: Apache-2.0
import type { Environment } from '../environment/environment.js';
import { LOCAL } from '../host/local.js';
import type { Plan } from '../plan/types.js';
import type { RunFolder } from '../run/folder.js';
import type { SystemCatalogue } from '../system/catalogue.js';
import { chooseClock } from './clock.js';
import { proveLinux } from './prove-kvm.js';
import type { Session } from './session.js';

/** A run that goes on. */
interface Continued {
  folder: RunFolder;
  plan: Plan;
  catalogue: SystemCatalogue;
}

/**
 * Asks for KVM before a run by the wall clock goes on, as before it began: each of its boots would wait for its time limit instead.
 * Nothing is asked for a run under the other clock, or for one that lacks no boot.
 * @throws BenchError `KVM_UNUSABLE` (exit 3).
 */
export async function requirePlannedClock(
  { folder, plan, catalogue }: Continued,
  environment: Environment,
  session: Session,
): Promise<void> {
  const { clock, monitor, kernelSource, fleet, hosts: [name = LOCAL] = [] } = plan;
  // Each of several is asked before it measures: one that has no KVM any more is left out.
  if (clock !== 'wall' || fleet !== undefined) return;
  const systems = await systemsToMeasure(folder, plan);
  if (systems.length === 0) return;
  const host = environment.host(name);
  const own: Environment = {
    ...environment,
    catalogue,
    images: (request) => environment.images({ catalogue, ...request }),
  };
  await chooseClock({
    ...{ asked: clock, host, monitor, signal: session.signal },
    proveLinux: () => proveLinux({ host, monitor, systems, kernelSource }, own, session),
    otherwise: 'Continue it on the host on which it was begun, with KVM',
  });
}

/** Systems whose boots are not all made. */
async function systemsToMeasure(folder: RunFolder, { steps }: Plan): Promise<string[]> {
  const open = new Set<string>();
  for (const step of steps) {
    if (!open.has(step.system) && (await folder.record(step)) === undefined) open.add(step.system);
  }
  return [...open];
}

// SPDX-License-Identifier: Apache-2.0
import type { Environment } from '../environment/environment.js';
import type { Host } from '../host/types.js';
import type { Clock } from '../metric/types.js';
import { systemsFor } from '../plan/plan.js';
import type { PlannedHost } from '../plan/types.js';
import type { Scenario } from '../scenario/types.js';
import type { KvmAnswer } from '../vmm/probe-verdict.js';
import type { BootWishes } from './boot-wishes.js';
import { type ChosenClock, chooseClock } from './clock.js';
import { fleetOf } from './fleet/choose.js';
import { chooseTogether, fleetIdentity } from './fleet/target.js';
import { readLinuxAnswer } from './linux-answer.js';
import { proveLinux } from './prove-kvm.js';
import type { Session } from './session.js';

/** Where the boots of a plan are made, and under which clock. */
export interface PlanTarget {
  clock: Clock;
  clockReason: string;
  /** Identity of the host; `any` under the deterministic clock, where it cannot show. */
  host: string;
  /** Names of the hosts on which boots are made. */
  hosts: string[];
  /** The same with their identities, for several under the wall clock. */
  fleet?: PlannedHost[] | undefined;
  monitor: string;
}

/** What the user says about it. */
export interface TargetWishes extends BootWishes {
  /** True when nothing is to be booted. */
  dryRun?: boolean | undefined;
  scenarios: readonly Scenario[];
}

/** What is known of KVM before a kernel was booted under it. */
const UNPROVEN: KvmAnswer = {
  kvm: true,
  kvmReason: 'a tiny guest runs under KVM; the first kernel has to boot under it too.',
};

/**
 * Chooses hosts, monitor and clock of a run.
 * @throws BenchError `HOST_UNKNOWN` (exit 2), `KVM_UNUSABLE` (exit 3).
 */
export async function planTarget(
  wishes: TargetWishes,
  environment: Environment,
  session: Session,
): Promise<PlanTarget> {
  const [{ name: monitor } = { name: '' }] = environment.monitors;
  const ask = (host: Host): Promise<ChosenClock> =>
    chooseClock({
      ...{ asked: wishes.clock, host, monitor, signal: session.signal },
      proveLinux: async () => {
        if (wishes.dryRun === true) return (await readLinuxAnswer({ host, monitor })) ?? UNPROVEN;
        const systems = systemsAsked(wishes, environment);
        const { kernelSource } = wishes;
        return await proveLinux({ host, monitor, systems, kernelSource }, environment, session);
      },
    });
  const asked = fleetOf(wishes.host, environment);
  const [first] = asked;
  const { clock, reason, hosts, fleet } =
    asked.length === 1 && first !== undefined
      ? { ...(await ask(first)), hosts: asked, fleet: [] }
      : await chooseTogether(asked, ask, session);
  const names = { clockReason: reason, hosts: hosts.map(({ name }) => name), monitor };
  if (clock === 'deterministic') return { clock, ...names, host: 'any' };
  const [only, second] = hosts;
  if (second !== undefined) return { clock, ...names, host: fleetIdentity(fleet), fleet };
  if (only === undefined) throw new Error('a run has a host');
  return { clock, ...names, host: await only.identity() };
}

/** The systems that a run will have, as far as they are known before its clock is. */
function systemsAsked({ scenarios, system, app }: TargetWishes, { catalogue }: Environment): string[] {
  const names = scenarios.flatMap((scenario) => {
    const systems = system === undefined ? scenario.systems : [...system];
    return (app ?? scenario.apps).flatMap((one) => systemsFor({ ...scenario, systems }, one, catalogue));
  });
  return [...new Set(names)];
}

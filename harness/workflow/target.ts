// SPDX-License-Identifier: Apache-2.0
import type { Environment } from '../environment/environment.js';
import { LOCAL } from '../host/local.js';
import { hostShows } from '../metric/clock.js';
import type { Clock, Counted } from '../metric/types.js';
import { fitsHost, systemsFor } from '../plan/plan.js';
import type { Scenario } from '../scenario/types.js';
import type { KvmAnswer } from '../vmm/probe-verdict.js';
import type { BootWishes } from './boot-wishes.js';
import { chooseClock } from './clock.js';
import { readLinuxAnswer } from './linux-answer.js';
import { proveLinux } from './prove-kvm.js';
import type { Session } from './session.js';

/** Where the boots of a plan are made, and under which clock. */
export interface PlanTarget {
  clock: Clock;
  clockReason: string;
  /** What is counted under the deterministic clock; the guest alone when missing. */
  counted?: Counted | undefined;
  /** Identity of the host; `any` where it cannot show: under the deterministic clock, unless the host is counted. */
  host: string;
  /** Names of the hosts on which boots are made. */
  hosts: string[];
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
 * Chooses host, monitor and clock of a run.
 * @throws BenchError `HOST_UNKNOWN` (exit 2), `KVM_UNUSABLE` (exit 3).
 */
export async function planTarget(
  wishes: TargetWishes,
  environment: Environment,
  session: Session,
): Promise<PlanTarget> {
  const host = environment.host(wishes.host ?? LOCAL);
  const [{ name: monitor } = { name: '' }] = environment.monitors;
  const { clock, reason } = await chooseClock({
    ...{ asked: wishes.clock, host, monitor, signal: session.signal },
    proveLinux: async () => {
      if (wishes.dryRun === true) return (await readLinuxAnswer({ host, monitor })) ?? UNPROVEN;
      const systems = systemsAsked(wishes, environment);
      const { kernelSource } = wishes;
      return await proveLinux({ host, monitor, systems, kernelSource }, environment, session);
    },
  });
  const counted = clock === 'deterministic' ? host.counts : undefined;
  const shows = hostShows({ clock, counted });
  const { dryRun, scenarios } = wishes;
  // A host that is made for its boots is not made to describe them, nor for a plan that will be refused.
  const planned = scenarios.some((scenario) => fitsHost(scenario, { clock, counted }));
  const needed = shows && (host.prepare === undefined || (dryRun !== true && planned));
  if (needed) await host.prepare?.(session.progress, session.signal);
  return {
    ...{ clock, counted, clockReason: reason, hosts: [host.name], monitor },
    host: needed ? await host.identity() : 'any',
  };
}

/** The systems that a run will have, as far as they are known before its clock is. */
function systemsAsked({ scenarios, system, app }: TargetWishes, { catalogue }: Environment): string[] {
  const names = scenarios.flatMap((scenario) => {
    const systems = system === undefined ? scenario.systems : [...system];
    return (app ?? scenario.apps).flatMap((one) => systemsFor({ ...scenario, systems }, one, catalogue));
  });
  return [...new Set(names)];
}

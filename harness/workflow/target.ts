// SPDX-License-Identifier: Apache-2.0
import { BenchError, EXIT, usageError } from '../core/errors.js';
import { suggest } from '../core/suggest.js';
import type { Environment } from '../environment/environment.js';
import type { Host } from '../host/types.js';
import { hostShows } from '../metric/clock.js';
import type { Clock, Counted } from '../metric/types.js';
import { fitsHost, systemsFor } from '../plan/plan.js';
import type { PlannedHost } from '../plan/types.js';
import type { Scenario } from '../scenario/types.js';
import { QEMU } from '../vmm/names.js';
import type { KvmAnswer } from '../vmm/probe-verdict.js';
import type { Monitor } from '../vmm/types.js';
import type { BootWishes } from './boot-wishes.js';
import { type ChosenClock, type ClockQuestion, chooseClock } from './clock.js';
import { fleetOf } from './fleet/choose.js';
import { chooseTogether, fleetIdentity } from './fleet/target.js';
import { readLinuxAnswer } from './linux-answer.js';
import { answerWithoutLinux, proveLinux } from './prove-kvm.js';
import type { Refused } from './refused.js';
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
  /** The same with their identities, for several under the wall clock. */
  fleet?: PlannedHost[] | undefined;
  monitor: string;
  /** Why the monitor that the user named runs nothing there: each cell of the run says so. */
  refused?: Refused | undefined;
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
  const chosen = chosenMonitor(wishes.monitor, environment);
  const monitor = chosen.name;
  const ask = async (host: Host): Promise<ChosenClock> =>
    await chooseClock({
      ...{ ...clockOn(host, wishes.clock, chosen), host, monitor, signal: session.signal },
      proveLinux: async () => {
        const systems = systemsAsked(wishes, environment);
        if (wishes.dryRun === true)
          return (
            (await readLinuxAnswer({ host, monitor })) ?? answerWithoutLinux(systems, environment) ?? UNPROVEN
          );
        const { kernelSource } = wishes;
        return await proveLinux({ host, monitor, systems, kernelSource }, environment, session);
      },
    });
  const asked = fleetOf(wishes.host, environment);
  const [first] = asked;
  const alone = asked.length === 1 ? first : undefined;
  const answer = alone === undefined ? undefined : await ask(alone).catch(refusedBy(chosen));
  const refused = answer !== undefined && 'why' in answer ? answer : undefined;
  if (alone !== undefined && refused !== undefined) return await refusedTarget(alone, refused);
  const { clock, reason, hosts, fleet } =
    answer === undefined || 'why' in answer
      ? await chooseTogether(asked, ask, session)
      : { ...answer, hosts: asked, fleet: [] };
  const [only, second] = hosts;
  const counted = clock === 'deterministic' ? countedOn(hosts) : undefined;
  const names = { counted, clockReason: reason, hosts: hosts.map(({ name }) => name), monitor };
  if (!hostShows({ clock, counted })) return { clock, ...names, host: 'any' };
  if (second !== undefined) return { clock, ...names, host: fleetIdentity(fleet), fleet };
  if (only === undefined) throw new Error('a run has a host');
  const { dryRun, scenarios } = wishes;
  // A host that is made for its boots is not made to describe them, nor for a plan that will be refused.
  const planned = scenarios.some((scenario) => fitsHost(scenario, { clock, counted }));
  const needed = only.prepare === undefined || (dryRun !== true && planned);
  if (needed) await only.prepare?.(session.progress, session.signal);
  return { clock, ...names, host: needed ? await only.identity() : 'any' };
}

/** The monitor that the user names, or the first. @throws BenchError `MONITOR_UNKNOWN` (exit 2). */
function chosenMonitor(name: string | undefined, { monitors }: Environment): Monitor {
  const [first] = monitors;
  const found = name === undefined ? first : monitors.find((one) => one.name === name);
  if (found !== undefined) return found;
  const known = monitors.map((one) => one.name);
  throw usageError('MONITOR_UNKNOWN', `there is no monitor "${name ?? ''}".`, suggest(name ?? '', known));
}

async function refusedTarget(host: Host, refused: Refused): Promise<PlanTarget> {
  const where = { host: await host.identity(), hosts: [host.name], monitor: refused.monitor.name };
  return { clock: 'wall', clockReason: refused.why.message, ...where, refused };
}

/** Takes what keeps a monitor that has one clock from a host for an answer; lets everything else be thrown. */
function refusedBy(monitor: Monitor): (error: unknown) => Refused {
  return (error) => {
    const cannot = error instanceof BenchError && error.exit === EXIT.couldNotMeasure;
    if (!cannot || monitor.clocks.includes('deterministic')) throw error;
    return { monitor, why: error };
  };
}

/**
 * The clock to ask for, where a monitor has one only; a host that counts all of itself has its own.
 * @throws BenchError `CLOCK_MONITOR` (exit 2) for a clock that the monitor does not have.
 */
function clockOn(
  { counts = 'guest' }: Host,
  asked: Clock | undefined,
  { name, clocks }: Monitor,
): Pick<ClockQuestion, 'asked' | 'otherwise'> {
  if (counts !== 'guest' || clocks.includes('deterministic')) return { asked };
  const otherwise = `${name} runs guests under KVM only: use --monitor ${QEMU}, or a host with KVM`;
  if (asked === undefined || clocks.includes(asked)) return { asked: 'wall', otherwise };
  throw usageError(
    'CLOCK_MONITOR',
    `${name} has no ${asked} clock: it runs guests under KVM, where instructions are not counted.`,
    `Leave --clock out, or use --monitor ${QEMU}.`,
  );
}

/** What is counted on all of these hosts. @throws BenchError `HOSTS_MIXED` (exit 2) where that differs, or is a whole host of several. */
function countedOn(hosts: readonly Host[]): Counted | undefined {
  const counted = hosts.find(({ counts = 'guest' }) => counts !== 'guest');
  if (counted === undefined || hosts.length === 1) return counted?.counts;
  throw usageError(
    'HOSTS_MIXED',
    `on host ${counted.name} the whole host is counted, and its values compare with those of no other host.`,
    `Measure on it alone: --host ${counted.name}.`,
  );
}

/** The systems that a run will have, as far as they are known before its clock is. */
function systemsAsked({ scenarios, system, app }: TargetWishes, { catalogue }: Environment): string[] {
  const names = scenarios.flatMap((scenario) => {
    const systems = system === undefined ? scenario.systems : [...system];
    return (app ?? scenario.apps).flatMap((one) => systemsFor({ ...scenario, systems }, one, catalogue));
  });
  return [...new Set(names)];
}

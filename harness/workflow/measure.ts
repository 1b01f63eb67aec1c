// SPDX-License-Identifier: Apache-2.0
import { type ExitCode, EXIT, usageError } from '../core/errors.js';
import { userCommand } from '../core/invocation.js';
import { prettyJson } from '../core/json.js';
import { displayPath } from '../core/paths.js';
import { type Environment, storeOf } from '../environment/environment.js';
import { requireCpus } from '../host/cpus.js';
import { PATIENCE, isEmulated } from '../host/emulation.js';
import { LOCAL } from '../host/local.js';
import type { Host } from '../host/types.js';
import { describePlan } from '../plan/describe.js';
import type { Plan } from '../plan/types.js';
import { redisAddress } from '../queue/redis/address.js';
import { type RunFolder, createRun } from '../run/folder.js';
import { rememberPlan } from '../run/own-plans.js';
import { type ProfilesOptions, makeProfiles } from '../run/profiles.js';
import type { RunOptions } from '../run/options.js';
import { makeBoots } from '../run/run.js';
import type { SystemCatalogue } from '../system/catalogue.js';
import { requireOwnFiles } from '../system/own-files.js';
import { type FleetWishes, hostsOf, rememberFailed } from './fleet/hosts.js';
import { withQueue } from './fleet/queue.js';
import { openView } from './fleet/view.js';
import { type Refused, refusingEnvironment } from './refused.js';
import type { Session } from './session.js';
import { showRun } from './show.js';
import { namesInputs } from './trust-plan.js';
import { stepAdvice, stepLine } from './step-line.js';

/** How the user wants a run to be made. */
export interface RunWishes extends FleetWishes {
  /** Address of a queue that others use too. */
  queue?: string | undefined;
  /** Shows the run on a page on this machine. */
  serve?: boolean | undefined;
  /** CPUs for the monitor under the wall clock; chosen when missing. */
  cpus?: readonly number[] | undefined;
  /** How long to wait for a host on which somebody else measures, minutes; not at all when missing. */
  wait?: number | undefined;
  /** Folder of the runs instead of the environment's. */
  out?: string | undefined;
  dryRun?: boolean | undefined;
  /** True asks registries again what the tags of container images name. */
  refresh?: boolean | undefined;
  json?: boolean | undefined;
}

/** A planned run. */
export interface NewRun {
  plan: Plan;
  catalogue: SystemCatalogue;
  /** Text by path in the run's folder, of files that the plan refers to. */
  files?: Readonly<Record<string, string>> | undefined;
  /** Why nothing of it can be measured here. */
  refused?: Refused | undefined;
}

/** Makes a planned run from its folder to its report, or with `dryRun` only describes it. */
export async function startRun(
  { plan, catalogue, files, refused }: NewRun,
  environment: Environment,
  wishes: RunWishes,
  session: Session,
): Promise<ExitCode> {
  const systems = new Set(plan.steps.map(({ system }) => system));
  await requireOwnFiles([...systems].map((name) => catalogue.resolve(name)));
  if (wishes.dryRun === true) {
    const store = storeOf(environment.project, session.progress);
    const { text, data } = await describePlan(plan, catalogue, session.signal, store);
    session.print(wishes.json === true ? prettyJson({ plan, ...data }) : text);
    return EXIT.ok;
  }
  // Before there is a folder of a run that cannot begin.
  if (wishes.queue !== undefined) redisAddress(wishes.queue);
  await requireUsableCpus(plan, environment, wishes);
  const folder = await createRun(wishes.out ?? environment.results, plan, new Date(), files);
  if (namesInputs(plan, environment.catalogue)) await rememberPlan(await folder.planDigest());
  session.progress.note(
    `run ${folder.id} in ${displayPath(folder.dir)}; clock: ${plan.clock}. ${plan.clockReason}`,
  );
  const where = refused === undefined ? environment : refusingEnvironment(environment, refused);
  return await continueRun({ folder, plan, catalogue }, where, wishes, session);
}

/** Makes the boots a run still lacks, writes everything derived and prints the result. */
export async function continueRun(
  { folder, plan, catalogue }: { folder: RunFolder; plan: Plan; catalogue: SystemCatalogue },
  environment: Environment,
  { cpus, wait = 0, refresh, json, ...wishes }: RunWishes,
  session: Session,
): Promise<ExitCode> {
  session.hint = userCommand('resume', displayPath(folder.dir));
  const { progress, signal } = session;
  const { clock, kernelSource, pinned } = plan;
  const advised = new Set<string>();
  const images = (patience?: number) =>
    environment.images({ clock, kernelSource, refresh, pinned, patience, catalogue, progress, signal });
  const onRecord: RunOptions['onRecord'] = (record, done, total) => {
    progress.note(stepLine(record, plan, done, total));
    const advice = stepAdvice(record);
    if (advice !== undefined && !advised.has(advice)) progress.note(advice);
    if (advice !== undefined) advised.add(advice);
  };
  const { host } = await withQueue(wishes.queue, folder, session, async (queue) => {
    const view = await openView(folder.id, wishes.serve, session);
    try {
      const where = hostsOf(plan, wishes, { queue, view }, environment, session);
      const slow = clock === 'wall' && (await isEmulated(where.host, plan.monitor));
      const boots = makeBoots(folder, plan, {
        ...{ ...where, images: images(slow ? PATIENCE : undefined), progress, signal, cpus, onRecord },
        waitMs: wait * 60_000,
      });
      await boots.catch((error: unknown) => rethrowNoted(error, where.host, plan));
      return where;
    } finally {
      await view.close();
    }
  });
  const failures = await profilesOf(folder, plan, { host, images: images(), signal }, session);
  const code = await showRun({ folder, catalogue, json, claims: plan.reproduce?.claims }, session);
  return code === EXIT.ok && failures > 0 ? EXIT.couldNotMeasure : code;
}

/** Remembers what boots have shown of KVM by failing, and lets them fail. */
export async function rethrowNoted(error: unknown, host: Host, plan: Pick<Plan, 'monitor'>): Promise<never> {
  await rememberFailed(error, host, plan);
  throw error;
}

/** Makes the profiles of a run, when it is to have some; gives how many could not be made. */
async function profilesOf(
  folder: RunFolder,
  plan: Plan,
  { host, images, signal }: Omit<ProfilesOptions, 'onStep'>,
  { progress }: Session,
): Promise<number> {
  const onStep = (cell: string): void => {
    progress.step(`counting the instructions of ${cell}`);
  };
  try {
    const failures = await makeProfiles(folder, plan, { host, images, signal, onStep });
    for (const { cell, error } of failures)
      progress.note(`no profile of ${cell}: ${error.code}: ${error.message}\n  ${error.next}`);
    return failures.length;
  } finally {
    images.stop();
  }
}

/** Before a folder is made for a run that cannot begin. */
async function requireUsableCpus(
  { clock, hosts = [] }: Plan,
  environment: Environment,
  { cpus }: RunWishes,
): Promise<void> {
  if (cpus === undefined) return;
  if (clock === 'deterministic') {
    throw usageError(
      'CPUS_DETERMINISTIC',
      '--cpus pins the VMM, which makes no difference under the deterministic clock.',
      'Leave it out, or measure by the wall clock on a host with KVM.',
    );
  }
  const [name, ...others] = hosts;
  // Each of several is asked when it measures.
  if (others.length === 0) requireCpus(cpus, await environment.host(name ?? LOCAL).cpus());
}

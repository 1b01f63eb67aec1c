// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import type { BootFailure } from '../boot/types.js';
import { writeBelow } from '../core/confined.js';
import { EXIT, type ExitCode, measureError, usageError } from '../core/errors.js';
import { userCommand } from '../core/invocation.js';
import { prettyJson } from '../core/json.js';
import { displayPath } from '../core/paths.js';
import { printable } from '../core/printable.js';
import type { Environment } from '../environment/environment.js';
import { LOCAL } from '../host/local.js';
import type { Clock } from '../metric/types.js';
import { describePlan } from '../plan/describe.js';
import { cellName } from '../plan/durations.js';
import { makePlan } from '../plan/plan.js';
import { applySettings } from '../plan/settings.js';
import type { Plan, PlanStep } from '../plan/types.js';
import { onlyPhase } from '../profile/only-phase.js';
import { profileText } from '../profile/encode.js';
import type { Profile } from '../profile/types.js';
import { type StepProfile, profileStep, requireProfilable } from '../run/profile.js';
import { requireOwnFiles } from '../system/own-files.js';
import type { Session } from './session.js';

/** What the user wants profiled, and how. */
export interface ProfileWishes {
  system?: readonly string[] | undefined;
  app?: readonly string[] | undefined;
  /** Only the deterministic clock has profiles; the other is refused with the reason. */
  clock?: Clock | undefined;
  host?: string | undefined;
  memory?: number | undefined;
  set?: readonly string[] | undefined;
  kernelSource?: string | undefined;
  /** Whether calls are followed. */
  tree?: boolean | undefined;
  /** Shows this phase only. */
  phase?: string | undefined;
  /** Folder that gets the profile as a file. */
  out?: string | undefined;
  dryRun?: boolean | undefined;
  json?: boolean | undefined;
}

/** Name of the file that gets a profile. */
const FILE = 'profile.json';

/** Functions of each phase that a terminal shows. */
const TOP = 25;

/**
 * Boots one cell of a scenario once with its instructions counted, and shows what was executed.
 * @throws BenchError `PROFILE_CHOICE`, `CLOCK_PROFILE`, `PROFILE_NO_BOOT`, `PHASE_UNKNOWN` (exit 2), what
 *   {@link profileStep} throws, and the failure of the boot (exit 3), behind the profile of what ran until then.
 */
export async function profileScenario(
  name: string,
  wishes: ProfileWishes,
  environment: Environment,
  session: Session,
): Promise<ExitCode> {
  const plan = await planOf(name, wishes, environment);
  const step = onlyStep(plan);
  const [scenario] = plan.scenarios;
  if (scenario === undefined) throw new Error('a plan without a scenario');
  requireProfilable({ plan, scenario });
  const { catalogue } = environment;
  const { signal, progress } = session;
  await requireOwnFiles([catalogue.resolve(step.system)]);
  if (wishes.dryRun === true) {
    const { text, data } = await describePlan(plan, catalogue, signal);
    session.print(wishes.json === true ? prettyJson({ plan, ...data }) : text);
    return EXIT.ok;
  }
  session.hint = 'the same command; what was built is kept';
  const { clock, kernelSource } = plan;
  const images = environment.images({ clock, kernelSource, progress, signal });
  try {
    const image = await images.image(step.system, step.app, scenario);
    progress.step(`booting ${cellName(step)} with its instructions counted`);
    const host = environment.host(wishes.host ?? LOCAL);
    const made = await profileStep({ plan, step, scenario, image, host, signal }, wishes.tree ?? false);
    progress.end();
    await show(made, wishes, session);
    return EXIT.ok;
  } finally {
    images.stop();
  }
}

async function planOf(
  name: string,
  { system, app, memory, clock = 'deterministic', host = LOCAL, kernelSource, set = [] }: ProfileWishes,
  { scenarios, catalogue, monitors }: Environment,
): Promise<Plan> {
  const chosen = applySettings([await scenarios.load(name)], set);
  return makePlan(chosen, catalogue, {
    clock,
    clockReason: 'A profile counts instructions.',
    ...{ host: 'any', hosts: [host], monitor: monitors[0]?.name ?? '' },
    ...{ systems: system, apps: app, boots: 1, memoryMib: memory, kernelSource },
  });
}

/** The only cell that the user asks for. */
function onlyStep({ steps, scenarios }: Plan): PlanStep {
  const [step, another] = steps;
  if (step !== undefined && another === undefined) return step;
  const systems = [...new Set(steps.map(({ system }) => system))].join(', ');
  const apps = [...new Set(steps.map(({ app }) => app))].join(', ');
  const scenario = scenarios[0]?.name ?? '';
  throw usageError(
    'PROFILE_CHOICE',
    `a profile is of one boot; ${scenario} has the systems ${systems} and the apps ${apps}.`,
    `Name one of each, e.g. \`${userCommand('profile', `${scenario} --system ${step?.system ?? ''} --app ${step?.app ?? ''}`)}\`.`,
  );
}

async function show(
  { profile, failure }: StepProfile,
  { phase, out, json }: ProfileWishes,
  session: Session,
): Promise<void> {
  if (profile !== undefined) {
    const told = failure === undefined ? profile : withNote(profile, failure);
    const shown = phase === undefined ? told : onlyPhase(told, phase);
    if (out !== undefined) await writeBelow(out, FILE, profileText(told));
    await print(shown, json ?? false, session);
    if (out !== undefined) session.progress.note(`profile: ${displayPath(join(out, FILE))}`);
  }
  if (failure !== undefined) throw bootError(failure);
}

async function print(profile: Profile, json: boolean, session: Session): Promise<void> {
  if (json) {
    session.print(profileText(profile));
    return;
  }
  const { renderTerminalProfile } = await import('../report/profile/terminal.js');
  session.print(renderTerminalProfile(profile, { color: session.color, width: session.width, top: TOP }));
}

function withNote(profile: Profile, { code, message }: BootFailure): Profile {
  const note = `The boot failed, and this is what ran until then: ${code}: ${printable(message, 500)}`;
  return { ...profile, notes: [note, ...(profile.notes ?? [])] };
}

/** The failure of a boot as an error; nothing of it is in a file, so the last lines of the console are part of it. */
function bootError({ code, message, next, console }: BootFailure): Error {
  const lines = console.slice(-5).map((line) => `\n  ${line}`);
  return measureError(code, `${message}${lines.join('')}`, next);
}

// SPDX-License-Identifier: Apache-2.0
import type { BootFailure } from '../boot/types.js';
import { EXIT, type ExitCode, measureError } from '../core/errors.js';
import { prettyJson } from '../core/json.js';
import { displayPath } from '../core/paths.js';
import { printable } from '../core/printable.js';
import { type Environment, storeOf } from '../environment/environment.js';
import { describePlan } from '../plan/describe.js';
import { requireUsed } from '../plan/source.js';
import { profileText } from '../profile/encode.js';
import { onlyPhase } from '../profile/only-phase.js';
import type { Profile } from '../profile/types.js';
import type { StepProfile } from '../run/profile.js';
import { type CellWishes, type ProfileCell, planCell, profileCell } from './profile-cell.js';
import { writeProfile } from './profile-files.js';
import type { Session } from './session.js';

/** What the user wants profiled, and how. */
export interface ProfileWishes extends CellWishes {
  /** Shows this phase only. */
  phase?: string | undefined;
  /** Folder that gets the profile in its forms. */
  out?: string | undefined;
  dryRun?: boolean | undefined;
  json?: boolean | undefined;
}

/** Functions of each phase that a terminal shows. */
export const TOP = 25;

/**
 * Boots one cell of a scenario once with its instructions counted, and shows what was executed.
 * @throws BenchError `PHASE_UNKNOWN` (exit 2), what {@link planCell} and {@link profileCell} throw, and the failure of the boot
 *   (exit 3), behind the profile of what ran until then.
 */
export async function profileScenario(
  name: string,
  wishes: ProfileWishes,
  environment: Environment,
  session: Session,
): Promise<ExitCode> {
  const cell = await planCell(name, wishes, environment);
  requireUsed(wishes.kernelSource, [cell.step.system], environment.catalogue);
  if (wishes.dryRun === true) return await showPlans([cell], wishes, environment, session);
  session.hint = 'the same command; what was built is kept';
  await show(await profileCell(cell, wishes, environment, session), wishes, session);
  return EXIT.ok;
}

/** Prints what would be booted, and boots nothing. */
export async function showPlans(
  cells: readonly ProfileCell[],
  { json }: ProfileWishes,
  { catalogue, project }: Environment,
  session: Session,
): Promise<ExitCode> {
  const store = storeOf(project, session.progress);
  for (const { plan } of cells) {
    const { text, data } = await describePlan(plan, catalogue, session.signal, store);
    session.print(json === true ? prettyJson({ plan, ...data }) : text);
  }
  return EXIT.ok;
}

async function show(
  { profile, failure }: StepProfile,
  { phase, out, json }: ProfileWishes,
  session: Session,
): Promise<void> {
  if (profile !== undefined) {
    const told = failure === undefined ? profile : withNote(profile, failure);
    const shown = phase === undefined ? told : onlyPhase(told, phase);
    // First shown: a full disk must not cost what was counted.
    await print(shown, json ?? false, session);
    const written = out === undefined ? [] : await writeProfile(out, told);
    for (const path of written) session.progress.note(`profile: ${displayPath(path)}`);
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
export function bootError({ code, message, next, console }: BootFailure): Error {
  const lines = console.slice(-5).map((line) => `\n  ${line}`);
  return measureError(code, `${message}${lines.join('')}`, next);
}

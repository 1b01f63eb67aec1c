// SPDX-License-Identifier: Apache-2.0
import { EXIT, type ExitCode, usageError } from '../core/errors.js';
import { type JsonValue, prettyJson } from '../core/json.js';
import { displayPath } from '../core/paths.js';
import type { Environment } from '../environment/environment.js';
import { diffProfiles } from '../profile/diff/diff.js';
import type { ProfileDifference } from '../profile/diff/types.js';
import { onlyPhase } from '../profile/only-phase.js';
import type { Profile } from '../profile/types.js';
import { planCell, profileCell } from './profile-cell.js';
import { writeDifference } from './profile-files.js';
import { type ProfileWishes, TOP, bootError, showPlans } from './profile.js';
import type { Session } from './session.js';

/**
 * Boots one cell on each of two systems with its instructions counted, and shows which functions make the difference: their changes
 * add up to that of each phase, to the last instruction.
 * @param systems the one before and the one after, in this order.
 * @throws BenchError `PROFILE_CHOICE` (exit 2) for anything but two systems, what {@link planCell} and {@link profileCell} throw, and
 *   the failure of either boot (exit 3).
 */
export async function profileDifference(
  name: string,
  systems: readonly string[],
  wishes: ProfileWishes,
  environment: Environment,
  session: Session,
): Promise<ExitCode> {
  const [old, now, more] = systems;
  if (
    old === undefined ||
    now === undefined ||
    more !== undefined ||
    old === now ||
    wishes.system !== undefined
  )
    throw usageError(
      'PROFILE_CHOICE',
      'a difference is of two systems.',
      'Name the one before and the one after: --diff microvm lupine-redis, without --system.',
    );
  // Both are planned before either is booted: a mistake in the second must not cost the first.
  const cells = [];
  for (const system of [old, now])
    cells.push(await planCell(name, { ...wishes, system: [system] }, environment));
  if (wishes.dryRun === true) return await showPlans(cells, wishes, environment, session);
  session.hint = 'the same command; what was built is kept';
  const profiles: Profile[] = [];
  for (const cell of cells) {
    const { profile, failure } = await profileCell(cell, wishes, environment, session);
    if (failure !== undefined) throw bootError(failure);
    if (profile !== undefined) profiles.push(profile);
  }
  const [before, after] = profiles;
  if (before === undefined || after === undefined)
    throw new Error('a boot without a profile and without a failure');
  await show(before, after, wishes, session);
  return EXIT.ok;
}

async function show(
  before: Profile,
  after: Profile,
  { out, phase, json }: ProfileWishes,
  session: Session,
): Promise<void> {
  const only = (profile: Profile): Profile => (phase === undefined ? profile : onlyPhase(profile, phase));
  const shown = diffProfiles(only(before), only(after));
  // First shown: a full disk must not cost what was counted.
  if (json === true) session.print(prettyJson(numbersOf(shown)));
  else {
    const { renderTerminalDifference } = await import('../report/profile/diff-terminal.js');
    const options = { color: session.color, width: session.width, top: TOP };
    session.print(renderTerminalDifference(shown, options));
  }
  const whole = diffProfiles(before, after);
  const written = out === undefined ? [] : await writeDifference(out, whole, before, after);
  for (const path of written) session.progress.note(`profile: ${displayPath(path)}`);
}

/** The numbers of a difference, for programs: of each phase, its functions that changed. */
function numbersOf({ before, after, phases }: ProfileDifference): JsonValue {
  return {
    ...{ before: { ...before }, after: { ...after } },
    phases: phases.map(({ name, before, after, difference, functions }) => ({
      ...{ name, before, after, difference },
      functions: functions
        .filter((one) => one.before !== one.after)
        .map((one) => ({ name: one.name, before: one.before, after: one.after, difference: one.difference })),
    })),
  };
}

// SPDX-License-Identifier: Apache-2.0
import { EXIT, type ExitCode, usageError } from '../../core/errors.js';
import { type JsonValue, prettyJson } from '../../core/json.js';
import { displayPath } from '../../core/paths.js';
import type { Environment } from '../../environment/environment.js';
import { requireUsed } from '../../plan/source.js';
import type { ProfileDifference } from '../../profile/diff/types.js';
import { onlyPhase } from '../../profile/only-phase.js';
import { planCell } from '../profile-cell.js';
import { writeDifference } from '../profile-files.js';
import { type ProfileWishes, TOP, showPlans } from '../profile.js';
import type { Session } from '../session.js';
import { type BootedSide, bootSides } from './boots.js';
import { withRefs } from './refs.js';
import { sidesOfRuns } from './runs.js';
import { type DifferenceSide, diffSides } from './side.js';
import { plainly } from '../sides/side.js';
import { type NamedSides, tellSides } from '../sides/tell.js';

/**
 * Shows which functions make the difference of two systems, two commits of the user's project, or the profiles of two runs: their
 * changes add up to that of each phase, to the last instruction.
 * @param names the side before and the one after, in this order.
 * @throws BenchError what {@link tellSides} and the sides of each kind throw.
 */
export async function profileDifference(
  scenario: string,
  names: readonly string[],
  wishes: ProfileWishes,
  environment: Environment,
  session: Session,
): Promise<ExitCode> {
  const sides = await tellSides(names, environment, session.signal);
  const { dryRun = false } = wishes;
  const boot = async (planned: [BootedSide, BootedSide]): Promise<ExitCode> => {
    if (dryRun) {
      for (const side of planned) await showPlans([side.cell], wishes, side.environment, session);
      return EXIT.ok;
    }
    session.hint = 'the same command; what was built is kept';
    return await show(await bootSides(planned, wishes, session), wishes, session);
  };
  if (sides.kind === 'ref') return await withRefs(scenario, sides, wishes, environment, session, boot);
  if (sides.kind === 'system') return await boot(await planSystems(scenario, sides, wishes, environment));
  const stored = await sidesOfRuns(scenario, sides, wishes, environment);
  if (!dryRun) return await show(stored, wishes, session);
  session.print('the profiles of both runs are there; nothing is booted\n');
  return EXIT.ok;
}

/** Both are planned before either is booted: a mistake in the second must not cost the first. */
async function planSystems(
  scenario: string,
  { before, after }: NamedSides,
  wishes: ProfileWishes,
  environment: Environment,
): Promise<[BootedSide, BootedSide]> {
  if (wishes.system !== undefined) {
    throw usageError(
      'PROFILE_CHOICE',
      'a difference of two systems has no third one.',
      'Leave --system out, or name two runs or two commits.',
    );
  }
  const plan = async (system: string): Promise<BootedSide> => ({
    cell: await planCell(scenario, { ...wishes, system: [system] }, environment),
    environment,
    within: plainly,
  });
  const planned: [BootedSide, BootedSide] = [await plan(before), await plan(after)];
  const systems = planned.map(({ cell }) => cell.step.system);
  requireUsed(wishes.kernelSource, systems, environment.catalogue);
  return planned;
}

async function show(
  [before, after]: [DifferenceSide, DifferenceSide],
  { out, phase, json }: ProfileWishes,
  session: Session,
): Promise<ExitCode> {
  const only = (side: DifferenceSide): DifferenceSide =>
    phase === undefined ? side : { ...side, profile: onlyPhase(side.profile, phase) };
  const shown = diffSides(only(before), only(after));
  // First shown: a full disk must not cost what was counted.
  if (json === true) session.print(prettyJson(numbersOf(shown)));
  else {
    const { renderTerminalDifference } = await import('../../report/profile/diff-terminal.js');
    const options = { color: session.color, width: session.width, top: TOP };
    session.print(renderTerminalDifference(shown, options));
  }
  const whole = diffSides(before, after);
  const written = out === undefined ? [] : await writeDifference(out, whole, before.profile, after.profile);
  for (const path of written) session.progress.note(`profile: ${displayPath(path)}`);
  return EXIT.ok;
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

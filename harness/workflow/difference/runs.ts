// SPDX-License-Identifier: Apache-2.0
import { measureError, usageError } from '../../core/errors.js';
import { userCommand } from '../../core/invocation.js';
import { displayPath } from '../../core/paths.js';
import type { Environment } from '../../environment/environment.js';
import { cellName } from '../../plan/durations.js';
import type { PlanStep } from '../../plan/types.js';
import type { RunFolder } from '../../run/folder.js';
import { readProvenance } from '../../run/provenance.js';
import { namedRun } from '../find-run.js';
import type { ProfileWishes } from '../profile.js';
import { conditionsOf, requireSameConditions } from './comparable.js';
import type { DifferenceSide } from './side.js';
import type { NamedSides } from '../sides/tell.js';

/**
 * The profiles that two runs keep of one cell each; nothing is booted.
 * @throws BenchError `PROFILE_CHOICE`, `PROFILE_MISSING` (exit 2), `PROFILE_DAMAGED` (exit 3), `PROFILES_NOT_COMPARABLE` (exit 5), and what
 *   is wrong with a run's folder.
 */
export async function sidesOfRuns(
  scenario: string,
  { before, after }: NamedSides,
  wishes: ProfileWishes,
  environment: Environment,
): Promise<[DifferenceSide, DifferenceSide]> {
  requireNoBoot(wishes);
  const steps = [];
  for (const name of [before, after]) steps.push(await stepOf(name, scenario, wishes, environment));
  const [old, now] = steps;
  if (old === undefined || now === undefined) throw new Error('two runs have two steps');
  requireSameConditions(await conditions(old), await conditions(now));
  return [await sideOf(old), await sideOf(now)];
}

interface RunStep {
  folder: RunFolder;
  step: PlanStep;
}

async function stepOf(
  name: string,
  scenario: string,
  { system, app }: ProfileWishes,
  { results }: Environment,
): Promise<RunStep> {
  const folder = namedRun(name, results);
  const { steps } = await folder.plan();
  const cells = steps.filter(
    (step) =>
      step.kind === 'boot' &&
      step.boot === 1 &&
      step.scenario === scenario &&
      (system?.includes(step.system) ?? true) &&
      (app?.includes(step.app) ?? true),
  );
  const [step, another] = cells;
  if (step === undefined) throw missing(folder, `${scenario} of what you name`);
  if (another === undefined) return { folder, step };
  throw usageError(
    'PROFILE_CHOICE',
    `a difference is of one cell of each run, and ${folder.id} has ${cells.map(cellName).join(', ')}.`,
    'Name one with --system and --app.',
  );
}

async function conditions({ folder, step }: RunStep) {
  const [plan, provenance] = [await folder.plan(), await readProvenance(folder)];
  const monitor = provenance === undefined ? plan.monitor : `${plan.monitor} ${provenance.vmm.version}`;
  return conditionsOf(plan, step, monitor);
}

async function sideOf({ folder, step }: RunStep): Promise<DifferenceSide> {
  const profile = await folder.profile(step);
  if (profile !== undefined) return { profile, revision: folder.id };
  const [damage] = folder.damage;
  if (damage === undefined) throw missing(folder, cellName(step));
  throw measureError(
    'PROFILE_DAMAGED',
    damage,
    `Make it again: ${userCommand('resume', displayPath(folder.dir))}`,
  );
}

function missing({ dir }: RunFolder, what: string): Error {
  return usageError(
    'PROFILE_MISSING',
    `${displayPath(dir)} has no profile of ${what}.`,
    'Make a run with --profile, under the deterministic clock.',
  );
}

/** Profiles that are there already cannot be made otherwise. */
function requireNoBoot({ memory, set, kernelSource, tree }: ProfileWishes): void {
  const asked = Object.entries({ memory, set, 'kernel-source': kernelSource, tree });
  const [first] = asked.flatMap(([name, value]) => (value === undefined ? [] : [name]));
  if (first === undefined) return;
  throw usageError(
    'PROFILE_CHOICE',
    `--${first} says how a boot is made, and the profiles of two runs have been made.`,
    'Leave it out, or name two systems or two commits.',
  );
}

// SPDX-License-Identifier: Apache-2.0
import { type BenchError, type ExitCode, usageError } from '../../core/errors.js';
import { userCommand } from '../../core/invocation.js';
import { displayPath } from '../../core/paths.js';
import type { Environment } from '../../environment/environment.js';
import type { PlannedGate } from '../../plan/types.js';
import type { RunFolder } from '../../run/folder.js';
import { catalogueOf } from '../../workflow/catalogue-of.js';
import { findRun } from '../../workflow/find-run.js';
import { continueRun } from '../../workflow/measure.js';
import { requirePlannedClock } from '../../workflow/planned-clock.js';
import type { Session } from '../../workflow/session.js';
import { WORKING_TREE } from '../../workflow/gate/sides.js';
import { requireTrustedPlan } from '../../workflow/trust-plan.js';
import { showRun } from '../../workflow/show.js';

/** Options of `resume`, as the command line gives them. */
export interface ResumeCommandOptions {
  out?: string;
  json?: boolean;
  trustPlan?: boolean;
  wait?: number;
  maxParallel?: number;
  queue?: string;
  serve?: boolean;
}

/** `lupine-bench resume [run]`. */
export async function resumeCommand(
  run: string | undefined,
  options: ResumeCommandOptions,
  environment: Environment,
  session: Session,
): Promise<ExitCode> {
  const folder = await findRun(run, options.out ?? environment.results, session);
  const plan = await folder.plan();
  if (plan.gate !== undefined) throw ofGate(folder, plan.gate);
  const catalogue = await catalogueOf(folder, plan, environment);
  // Nothing is booted for logs: what is there is all there is.
  if (plan.imported !== undefined) return await showRun({ folder, catalogue, json: options.json }, session);
  await requireTrustedPlan(folder, environment, options.trustPlan === true);
  session.progress.note(`resuming ${folder.id}`);
  await requirePlannedClock({ folder, plan, catalogue }, environment, session);
  return await continueRun({ folder, plan, catalogue }, environment, options, session);
}

/** How many boots there will be depends on what they say, and both sides are built from commits that only the gate checks out. */
function ofGate({ dir, id }: RunFolder, { base, head }: PlannedGate): BenchError {
  const known = head === WORKING_TREE;
  const args = known
    ? `<scenarios> --base ${base} --clock wall --resume ${displayPath(dir)}`
    : `${base} ${head} --clock wall --resume ${displayPath(dir)}`;
  return usageError(
    'GATE_RUN',
    `the run ${id} compares two states of a project, ${base} and ${head}: only the command that began it goes on with it.`,
    `Call it with the options of then: ${userCommand(known ? 'gate' : 'compare', args)}`,
  );
}

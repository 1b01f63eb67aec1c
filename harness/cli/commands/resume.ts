// SPDX-License-Identifier: Apache-2.0
import type { ExitCode } from '../../core/errors.js';
import type { Environment } from '../../environment/environment.js';
import { catalogueOf } from '../../workflow/catalogue-of.js';
import { findRun } from '../../workflow/find-run.js';
import { continueRun } from '../../workflow/measure.js';
import { requirePlannedClock } from '../../workflow/planned-clock.js';
import type { Session } from '../../workflow/session.js';
import { requireTrustedPlan } from '../../workflow/trust-plan.js';
import { showRun } from '../../workflow/show.js';

/** Options of `resume`, as the command line gives them. */
export interface ResumeCommandOptions {
  out?: string;
  json?: boolean;
  trustPlan?: boolean;
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
  const catalogue = await catalogueOf(folder, plan, environment);
  // Nothing is booted for logs: what is there is all there is.
  if (plan.imported !== undefined) return await showRun({ folder, catalogue, json: options.json }, session);
  await requireTrustedPlan(folder, environment, options.trustPlan === true);
  session.progress.note(`resuming ${folder.id}`);
  await requirePlannedClock({ folder, plan, catalogue }, environment, session);
  return await continueRun({ folder, plan, catalogue }, environment, options, session);
}

// SPDX-License-Identifier: Apache-2.0
import { chooseClaims, loadClaims } from '../../claim/load.js';
import { scenariosFor } from '../../claim/scenarios.js';
import type { ExitCode } from '../../core/errors.js';
import type { Environment } from '../../environment/environment.js';
import { makePlan } from '../../plan/plan.js';
import { requireUsed } from '../../plan/source.js';
import { catalogueToShow } from '../../workflow/catalogue-of.js';
import { findRun } from '../../workflow/find-run.js';
import { startRun } from '../../workflow/measure.js';
import type { Session } from '../../workflow/session.js';
import { showRun } from '../../workflow/show.js';
import { planTarget } from '../../workflow/target.js';
import type { RunCommandOptions } from './run.js';

/** Options of `reproduce`, as the command line gives them. */
export interface ReproduceCommandOptions extends Omit<RunCommandOptions, 'system' | 'app' | 'memory'> {
  /** Claims to judge; all of them by default. */
  claim?: string[] | undefined;
  /** An existing run to judge them by, instead of making one. */
  run?: string | undefined;
}

/** `lupine-bench reproduce`: measures what the paper's claims need, or takes an existing run, and judges them. */
export async function reproduceCommand(
  options: ReproduceCommandOptions,
  environment: Environment,
  session: Session,
): Promise<ExitCode> {
  const { claim, run, out, json, boots, kernelSource } = options;
  const claims = chooseClaims(await loadClaims(), claim);
  const ids = claims.map(({ id }) => id);
  if (run !== undefined) {
    const folder = await findRun(run, out ?? environment.results, session);
    const catalogue = await catalogueToShow(folder, await folder.plan(), environment);
    return await showRun({ folder, catalogue, json, claims: ids }, session);
  }
  const { catalogue, scenarios: known } = environment;
  const load = (name: string) => known.load(name);
  const nameFor = (pattern: string, app: string): string => catalogue.nameFor(pattern, app);
  const asked = await scenariosFor(claims, 'deterministic', nameFor, load);
  const target = await planTarget({ ...options, scenarios: asked }, environment, session);
  const scenarios = await scenariosFor(claims, target.clock, nameFor, load);
  const plan = makePlan(scenarios, catalogue, { ...target, boots, kernelSource });
  requireUsed(
    kernelSource,
    plan.steps.map((step) => step.system),
    catalogue,
  );
  return await startRun(
    { plan: { ...plan, reproduce: { claims: ids } }, catalogue, refused: target.refused },
    environment,
    options,
    session,
  );
}

// SPDX-License-Identifier: Apache-2.0
import type { ExitCode } from '../../core/errors.js';
import type { Environment } from '../../environment/environment.js';
import { catalogueToShow } from '../../workflow/catalogue-of.js';
import { findRun } from '../../workflow/find-run.js';
import type { Session } from '../../workflow/session.js';
import { showRun } from '../../workflow/show.js';

/** `lupine-bench report [run]`: derives everything again from the boots. */
export async function reportCommand(
  run: string | undefined,
  options: { out?: string; json?: boolean },
  environment: Environment,
  session: Session,
): Promise<ExitCode> {
  const folder = await findRun(run, options.out ?? environment.results, session);
  const catalogue = await catalogueToShow(folder, await folder.plan(), environment);
  return await showRun({ folder, catalogue, json: options.json }, session);
}

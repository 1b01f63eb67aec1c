// SPDX-License-Identifier: Apache-2.0
import { type ExitCode, usageError } from '../../core/errors.js';
import type { Environment } from '../../environment/environment.js';
import { catalogueToShow } from '../../workflow/catalogue-of.js';
import { findRun } from '../../workflow/find-run.js';
import type { PlaceWishes } from '../../workflow/history/place.js';
import { reportHistory } from '../../workflow/history/report.js';
import type { Session } from '../../workflow/session.js';
import { showRun } from '../../workflow/show.js';

/** Options of `report`, as the command line gives them. */
export interface ReportCommandOptions extends PlaceWishes {
  out?: string;
  json?: boolean;
}

/**
 * `lupine-bench report [run]`: derives everything again from the boots; with `--history` or `--branch` the page of a history instead.
 * @throws BenchError `USAGE` (exit 2) for a run and a history at once.
 */
export async function reportCommand(
  run: string | undefined,
  options: ReportCommandOptions,
  environment: Environment,
  session: Session,
): Promise<ExitCode> {
  if (options.history !== undefined || options.branch !== undefined) {
    if (run === undefined) return await reportHistory(options, environment, session);
    throw usageError(
      'USAGE',
      'a report is of a run or of a history.',
      'Name the folder of the history behind --history, or leave out the run.',
    );
  }
  const folder = await findRun(run, options.out ?? environment.results, session);
  const catalogue = await catalogueToShow(folder, await folder.plan(), environment);
  return await showRun({ folder, catalogue, json: options.json }, session);
}

// SPDX-License-Identifier: Apache-2.0
import type { ExitCode } from '../../core/errors.js';
import { displayPath } from '../../core/paths.js';
import type { Environment } from '../../environment/environment.js';
import { mergeRuns } from '../../run/merge.js';
import { catalogueToShow } from '../catalogue-of.js';
import { namedRun } from '../find-run.js';
import type { Session } from '../session.js';
import { showRun } from '../show.js';

/** How shards are to be joined. */
export interface MergeWishes {
  /** Folder of the runs instead of the environment's: the merged run is put there. */
  out?: string | undefined;
  json?: boolean | undefined;
}

/**
 * Joins the runs of all shards of a plan into one and shows it.
 * @throws BenchError what {@link mergeRuns} throws.
 */
export async function mergeShards(
  names: readonly string[],
  { out, json }: MergeWishes,
  environment: Environment,
  session: Session,
): Promise<ExitCode> {
  const results = out ?? environment.results;
  const folders = names.map((name) => namedRun(name, results));
  const folder = await mergeRuns(folders, results, session.signal);
  session.progress.note(`merged ${folders.length} shards into ${displayPath(folder.dir)}`);
  const catalogue = await catalogueToShow(folder, await folder.plan(), environment);
  return await showRun({ folder, catalogue, json }, session);
}

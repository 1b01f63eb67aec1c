// SPDX-License-Identifier: Apache-2.0
import { relative } from 'node:path';
import { BenchError, type ExitCode, EXIT } from '../../core/errors.js';
import { prettyJson } from '../../core/json.js';
import type { Environment } from '../../environment/environment.js';
import { requireComparison } from '../../gate/file.js';
import type { ComparisonDocument } from '../../gate/types.js';
import { addToBranch, pushBranch } from '../../history/branch.js';
import { addToFolder } from '../../history/folder.js';
import { pointFile } from '../../history/point-file.js';
import { pointOf } from '../../history/point.js';
import { describeRevision } from '../../history/revision.js';
import type { HistoryPoint } from '../../history/types.js';
import { findRepository, findRevision, requireClean } from '../../revision/repository.js';
import type { RunFolder } from '../../run/folder.js';
import { summariseRun } from '../../summary/summary.js';
import { catalogueToShow } from '../catalogue-of.js';
import { findRun } from '../find-run.js';
import type { Session } from '../session.js';
import { projectFolder } from '../project-folder.js';
import { type PlaceWishes, historyFolder, placeWords } from './place.js';

/** How a run is added to a history. */
export interface AddWishes extends PlaceWishes {
  /** The commit that was measured; the one that is checked out when missing. */
  commit?: string | undefined;
  /** True pushes the branch too. */
  push?: boolean | undefined;
  remote?: string | undefined;
  /** Folder of the runs instead of the environment's. */
  out?: string | undefined;
  json?: boolean | undefined;
}

/**
 * Adds a run to a history, once: adding it again changes nothing.
 * @throws BenchError (exit 2) what reading a run, finding its commit and writing to the history throw.
 */
export async function addRun(
  run: string | undefined,
  wishes: AddWishes,
  environment: Environment,
  session: Session,
): Promise<ExitCode> {
  const folder = await findRun(run, wishes.out ?? environment.results, session);
  const repository = await findRepository(projectFolder(environment), session.signal);
  const revision = await findRevision(repository, wishes.commit ?? 'HEAD', session.signal);
  const except = [folder.dir, environment.results, historyFolder(wishes, environment)]
    .map((path) => relative(repository.top, path))
    .filter((path) => path !== '' && !path.startsWith('..'));
  await requireClean(repository, revision, except, session.signal);
  const place = { top: repository.top, signal: session.signal };
  const point = await makePoint(folder, await describeRevision(place, revision.id), environment, session);
  const file = pointFile(point);
  const { branch, push = false, remote = 'origin' } = wishes;
  const added =
    branch === undefined
      ? await addToFolder(historyFolder(wishes, environment), file)
      : await addToBranch(place, branch, file);
  if (branch !== undefined && push) await pushBranch(place, branch, remote);
  session.print(
    wishes.json === true
      ? prettyJson({ added, name: file.name, point })
      : `${point.run.id} ${added ? 'is now' : 'was already'} in ${placeWords(wishes, environment)}, at ${revision.id.slice(0, 12)} ${point.revision.subject}\n`,
  );
  return EXIT.ok;
}

async function makePoint(
  folder: RunFolder,
  revision: HistoryPoint['revision'],
  environment: Environment,
  session: Session,
): Promise<HistoryPoint> {
  const catalogue = await catalogueToShow(folder, await folder.plan(), environment);
  const summary = await summariseRun(folder, catalogue);
  for (const line of folder.damage) session.progress.note(`warning: ${line}`);
  const comparison = await comparisonOf(folder, session);
  return pointOf({
    ...{ summary, revision, run: { id: folder.id, plan: await folder.planDigest() } },
    ...(comparison === undefined ? {} : { comparison }),
  });
}

/** The comparison of a run; one that cannot be used is named, and the point has no verdict. */
async function comparisonOf(folder: RunFolder, session: Session): Promise<ComparisonDocument | undefined> {
  try {
    return await requireComparison(folder.dir);
  } catch (error) {
    if (!(error instanceof BenchError)) throw error;
    session.progress.note(`warning: ${error.code}: ${error.message} The point has no verdict.`);
    return undefined;
  }
}

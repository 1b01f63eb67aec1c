// SPDX-License-Identifier: Apache-2.0
import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { bisect, skippedBy } from '../../bisect/bisect.js';
import { bisectDocument } from '../../bisect/document.js';
import { type Commit, commitsBetween } from '../../bisect/history.js';
import { openJournal } from '../../bisect/journal.js';
import type { Measured } from '../../bisect/types.js';
import { type ExitCode, EXIT } from '../../core/errors.js';
import { environmentAt, namedByRevision, ofRevision } from '../../environment/at-revision.js';
import type { Environment } from '../../environment/environment.js';
import { inCheckout } from '../../revision/checkout.js';
import { type Repository, findRepository } from '../../revision/repository.js';
import {
  type KernelSources,
  type NamedSource,
  requireKnownVersions,
  requireUsed,
  sourceFor,
  withSource,
} from '../../plan/source.js';
import type { SystemCatalogue } from '../../system/catalogue.js';
import type { Session } from '../session.js';
import { measureCell } from './cell.js';
import { type BisectCell, chooseCell } from './choose.js';
import {
  type BisectWishes,
  MOST_CHANGES,
  folderOf,
  questionOf,
  showBisect,
  subjectOf,
  tell,
} from './wishes.js';

/** Commits between which something moved a metric. */
export interface CommitWishes extends BisectWishes {
  good: string;
  bad: string;
}

/**
 * Finds the commit that moved a metric: of the kernel tree, when `--kernel-source` names a folder, else of the user's project, each
 * measured with the project's files of that commit.
 * @throws BenchError what `chooseCell`, `commitsBetween`, `openJournal` and `bisect` throw.
 */
export async function bisectCommits(
  metric: string,
  wishes: CommitWishes,
  environment: Environment,
  session: Session,
): Promise<ExitCode> {
  const { signal } = session;
  const cell = await chooseCell(metric, wishes, environment);
  const { project, catalogue } = environment;
  requireKnownVersions(wishes.kernelSource, catalogue.versions());
  requireUsed(wishes.kernelSource, [cell.system], catalogue);
  const named = sourceNamed(cell.system, wishes.kernelSource, catalogue);
  const tree = await folderNamed(named?.source);
  const repository = await findRepository(
    tree ?? (project === undefined ? resolve('.') : dirname(project.file)),
    signal,
  );
  const points = await commitsBetween(repository, wishes.good, wishes.bad, signal);
  const question = questionOf(cell, {
    ...{
      by: 'commit',
      of: tree === undefined ? 'project' : 'kernel',
      kernelSource: tree === undefined ? wishes.kernelSource : undefined,
    },
    commits: points.map(({ id }) => id),
  });
  const folder = folderOf(wishes, environment, question);
  if (wishes.dryRun === true) {
    session.print(`${points.length} commits; about ${halvings(points.length)} are measured\n`);
    return EXIT.ok;
  }
  session.hint = 'the same command; what was measured is kept';
  const result = await bisect({
    ...{
      points,
      direction: cell.metric.direction,
      margin: wishes.margin / 100,
      most: MOST_CHANGES,
      signal,
    },
    journal: await openJournal(join(folder, 'journal.jsonl'), question),
    measure: (commit) =>
      measureCommit(commit, { cell, repository, tree, folder, wishes, named }, environment, session),
    onMeasured: tell(cell, session),
  });
  await showBisect(bisectDocument(subjectOf(cell), 'commit', result), folder, wishes, session);
  return EXIT.ok;
}

/** Two ends, and a halving for each step. */
export function halvings(points: number): number {
  return Math.min(points, 2 + Math.ceil(Math.log2(Math.max(1, points - 1))));
}

interface CommitPlace {
  cell: BisectCell;
  repository: Repository;
  /** The kernel tree whose commits these are; undefined for a project's. */
  tree: string | undefined;
  /** As what that tree was named. */
  named: NamedSource | undefined;
  folder: string;
  wishes: CommitWishes;
}

async function measureCommit(
  commit: Commit,
  { cell, repository, tree, named, folder, wishes }: CommitPlace,
  environment: Environment,
  session: Session,
): Promise<Measured> {
  const runs = join(folder, 'runs');
  const { signal } = session;
  session.progress.step(`measuring ${commit.title}`);
  try {
    return await inCheckout(repository, commit, signal, async (files) => {
      if (tree !== undefined) {
        const kernelSource = withSource(wishes.kernelSource, { ...named, source: files });
        return await measureCell(cell, { environment, runs, kernelSource }, session);
      }
      const at = { repository, revision: { ref: commit.id.slice(0, 12), id: commit.id }, files };
      const own = await environmentAt(at, environment);
      const place = { environment: own, runs, kernelSource: wishes.kernelSource };
      const measured = await ofRevision(at, () => measureCell(cell, place, session));
      return 'value' in measured ? measured : { skipped: namedByRevision(measured.skipped, at) };
    });
  } catch (error) {
    signal.throwIfAborted();
    return skippedBy(error);
  }
}

/** The source that is named for the kernel of a system. */
function sourceNamed(
  system: string,
  named: KernelSources | undefined,
  catalogue: SystemCatalogue,
): NamedSource | undefined {
  const resolved = catalogue.resolve(system);
  const version = resolved.kind === 'linux' ? resolved.version : undefined;
  return sourceFor(named, version, catalogue.versions());
}

async function folderNamed(path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined;
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() === true ? resolve(path) : undefined;
}

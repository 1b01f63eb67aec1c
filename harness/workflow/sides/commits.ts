// SPDX-License-Identifier: Apache-2.0
import { isAbsolute, relative } from 'node:path';
import { usageError } from '../../core/errors.js';
import { environmentAt, ofRevision } from '../../environment/at-revision.js';
import type { Environment } from '../../environment/environment.js';
import { PROJECT_FILE } from '../../environment/project.js';
import { inCheckout } from '../../revision/checkout.js';
import { type Repository, type Revision, findRevision, requireClean } from '../../revision/repository.js';
import type { SourceSide } from './side.js';
import { repositoryOf } from './tell.js';

/** Which commits of which repository are meant. */
export interface NamedCommits {
  repository: Repository;
  revisions: readonly Revision[];
}

/**
 * The repository of the user's project.
 * @throws BenchError `REVISION_NO_GIT` (exit 2).
 */
export async function requireRepository(environment: Environment, signal: AbortSignal): Promise<Repository> {
  const repository = await repositoryOf(environment, signal);
  if (repository !== undefined) return repository;
  throw usageError(
    'REVISION_NO_GIT',
    `commits are compared of a project of yours, and here is no ${PROJECT_FILE} in a git repository.`,
    'Go to the folder of your project, or compare two systems or two runs.',
  );
}

/**
 * A commit that is to be measured without the changes that no commit has.
 * @throws BenchError (exit 2) what `findRevision` and `requireClean` throw.
 */
export async function cleanRevision(
  repository: Repository,
  ref: string,
  { results }: Pick<Environment, 'results'>,
  signal: AbortSignal,
): Promise<Revision> {
  const revision = await findRevision(repository, ref, signal);
  const own = relative(repository.top, results);
  const inside = own !== '' && !own.startsWith('..') && !isAbsolute(own);
  await requireClean(repository, revision, inside ? [own] : [], signal);
  return revision;
}

/**
 * Works with commits of the user's project, each in a folder of its own while it does.
 * @throws BenchError (exit 2) what `inCheckout` and `environmentAt` throw.
 */
export async function withCommits<T>(
  { repository, revisions: [revision, ...others] }: NamedCommits,
  environment: Environment,
  signal: AbortSignal,
  work: (sides: SourceSide[]) => Promise<T>,
): Promise<T> {
  if (revision === undefined) return await work([]);
  return await inCheckout(repository, revision, signal, (files) =>
    withCommits({ repository, revisions: others }, environment, signal, async (behind) => {
      const at = { repository, revision, files };
      const side: SourceSide = {
        environment: await environmentAt(at, environment),
        revision: revision.ref,
        within: (task) => ofRevision(at, task),
      };
      return await work([side, ...behind]);
    }),
  );
}

// SPDX-License-Identifier: Apache-2.0
import { isAbsolute, relative } from 'node:path';
import { usageError } from '../../core/errors.js';
import { environmentAt, ofRevision } from '../../environment/at-revision.js';
import type { Environment } from '../../environment/environment.js';
import { PROJECT_FILE } from '../../environment/project.js';
import { inCheckout } from '../../revision/checkout.js';
import { type Repository, type Revision, findRevision, requireClean } from '../../revision/repository.js';
import { planCell } from '../profile-cell.js';
import type { ProfileWishes } from '../profile.js';
import type { Session } from '../session.js';
import type { PlannedSide } from './boots.js';
import { type NamedSides, repositoryOf } from './sides.js';

/**
 * Works with two commits of the user's project, each in a folder of its own while it does.
 * @throws BenchError (exit 2) what `findRevision`, `requireClean`, `inCheckout`, `environmentAt` and `planCell` throw.
 */
export async function withRefs<T>(
  scenario: string,
  { before, after }: NamedSides,
  wishes: ProfileWishes,
  environment: Environment,
  { signal }: Session,
  work: (sides: [PlannedSide, PlannedSide]) => Promise<T>,
): Promise<T> {
  const repository = await requireRepository(environment, signal);
  const old = await revisionOf(before, repository, environment, signal);
  const now = await revisionOf(after, repository, environment, signal);
  const planned = async (revision: Revision, files: string): Promise<PlannedSide> => {
    const at = { repository, revision, files };
    const own = await environmentAt(at, environment);
    const cell = await ofRevision(at, () => planCell(scenario, wishes, own));
    return { cell, environment: own, revision: revision.ref, within: (task) => ofRevision(at, task) };
  };
  return await inCheckout(repository, old, signal, (oldFiles) =>
    inCheckout(repository, now, signal, async (newFiles) =>
      work([await planned(old, oldFiles), await planned(now, newFiles)]),
    ),
  );
}

async function requireRepository(environment: Environment, signal: AbortSignal): Promise<Repository> {
  const repository = await repositoryOf(environment, signal);
  if (repository !== undefined) return repository;
  throw usageError(
    'REVISION_NO_GIT',
    `commits are compared of a project of yours, and here is no ${PROJECT_FILE} in a git repository.`,
    'Go to the folder of your project, or name two systems or two runs.',
  );
}

async function revisionOf(
  ref: string,
  repository: Repository,
  { results }: Environment,
  signal: AbortSignal,
): Promise<Revision> {
  const revision = await findRevision(repository, ref, signal);
  const own = relative(repository.top, results);
  const inside = own !== '' && !own.startsWith('..') && !isAbsolute(own);
  await requireClean(repository, revision, inside ? [own] : [], signal);
  return revision;
}

// SPDX-License-Identifier: Apache-2.0
import { usageError } from '../core/errors.js';
import { printable, visible } from '../core/printable.js';
import { git } from '../revision/git.js';
import { type Repository, findRevision, isShallow, shallow } from '../revision/repository.js';
import type { BisectPoint } from './types.js';

/** A commit between good and bad. */
export interface Commit extends BisectPoint {
  /** Its hash. */
  id: string;
}

/**
 * The commits from good to bad, both included, oldest first. Of a merge only the first parent is followed: a merge is one step,
 * and so is everything that it brought.
 * @throws BenchError (exit 2) as {@link findRevision}; `BISECT_UNRELATED` when bad does not come after good, `REVISION_SHALLOW`
 *   when that cannot be seen.
 */
export async function commitsBetween(
  repository: Pick<Repository, 'top'>,
  good: string,
  bad: string,
  signal: AbortSignal,
): Promise<Commit[]> {
  const { id: from } = await findRevision(repository, good, signal);
  const { id: to } = await findRevision(repository, bad, signal);
  const list = async (...args: string[]): Promise<string[]> =>
    lines(await git(repository.top, ['log', '--reverse', ...args, `${from}..${to}`, '--'], signal));
  const after = new Set(await list('--format=%H', '--ancestry-path'));
  if (!after.has(to)) {
    if (await isShallow(repository, signal))
      throw shallow(repository, 'no way from the good commit to the bad one');
    throw usageError(
      'BISECT_UNRELATED',
      `${printable(bad, 100)} does not come after ${printable(good, 100)}.`,
      'Name a good commit that is an ancestor of the bad one, e.g. by `git merge-base`.',
    );
  }
  const [first] = lines(await git(repository.top, ['log', '-1', FORMAT, from, '--'], signal));
  return [first ?? from, ...(await list(FORMAT, '--first-parent'))]
    .map(commitOf)
    .filter(({ id }) => id === from || after.has(id));
}

const FORMAT = '--format=%H %s';

function commitOf(line: string): Commit {
  const [id = '', ...words] = line.split(' ');
  return { id, title: `${id.slice(0, 12)} ${visible(words.join(' ')).slice(0, 200)}` };
}

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

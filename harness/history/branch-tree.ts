// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { usageError } from '../core/errors.js';
import { printable } from '../core/printable.js';
import { type GitPlace, askGit, git } from './git.js';
import { type PointFile, isPointName } from './point-file.js';

/** Git's own empty tree, which every repository knows. */
const EMPTY_TREE = ['hash-object', '-t', 'tree', '/dev/null'] as const;

/**
 * Makes a commit in which a file was added to what a branch has; nothing points to it yet, and the checkout is not touched.
 * @param tip of the branch; undefined where there is none yet.
 */
export async function commitWith(
  place: GitPlace,
  tip: string | undefined,
  { name, text }: PointFile,
): Promise<string> {
  return await inScratch(async (scratch) => {
    const index = { GIT_INDEX_FILE: join(scratch, 'index') };
    const file = join(scratch, 'point');
    await writeFile(file, text);
    const blob = await git(place, ['hash-object', '-w', '--no-filters', file]);
    if (tip !== undefined) await git(place, ['read-tree', tip], index);
    await git(place, ['update-index', '--add', '--cacheinfo', `100644,${blob},${name}`], index);
    const tree = await git(place, ['write-tree'], index);
    return await commitTree(
      place,
      tree,
      tip === undefined ? [] : [tip],
      `Add the point ${name.slice(0, 12)}`,
    );
  });
}

/**
 * Makes a commit that has the points of two branches: names belong to contents, so there is nothing to choose from.
 * @throws BenchError `HISTORY_GIT` (exit 3) where somebody changed one file in two ways.
 */
export async function commitOfBoth(place: GitPlace, one: string, other: string): Promise<string> {
  return await inScratch(async (scratch) => {
    const index = { GIT_INDEX_FILE: join(scratch, 'index') };
    const base = (await askGit(place, ['merge-base', one, other])) ?? (await git(place, EMPTY_TREE));
    await git(place, ['read-tree', '-i', '-m', '--aggressive', base, one, other], index);
    const tree = await git(place, ['write-tree'], index);
    return await commitTree(place, tree, [one, other], 'Put two histories together');
  });
}

/** Writes the files of a commit into a folder of its own, for as long as the work takes. */
export async function withFilesOf<T>(
  place: GitPlace,
  commit: string,
  work: (dir: string) => Promise<T>,
): Promise<T> {
  return await inScratch(async (scratch) => {
    const index = { GIT_INDEX_FILE: join(scratch, 'index') };
    await git(place, ['read-tree', commit], index);
    await git(place, ['checkout-index', '--all', '--quiet', `--prefix=${scratch}/files/`], index);
    return await work(join(scratch, 'files'));
  });
}

/**
 * Makes sure that a branch is one of points: a file in the branch of a program would be a surprise.
 * @throws BenchError `HISTORY_BRANCH_OTHER` (exit 2).
 */
export async function requirePoints(place: GitPlace, branch: string, tip: string): Promise<void> {
  const names = (await git(place, ['ls-tree', '-z', '--name-only', tip])).split('\0');
  const other = names.find((name) => name !== '' && name !== 'README.md' && !isPointName(name));
  if (other === undefined) return;
  throw usageError(
    'HISTORY_BRANCH_OTHER',
    `the branch ${printable(branch, 100)} has more than points of a history: ${printable(other, 100)}.`,
    'Name a branch that nothing else is on; it is made when it is not there.',
  );
}

async function commitTree(
  place: GitPlace,
  tree: string,
  parents: readonly string[],
  message: string,
): Promise<string> {
  return await git(place, [
    'commit-tree',
    tree,
    ...parents.flatMap((parent) => ['-p', parent]),
    '-m',
    message,
  ]);
}

async function inScratch<T>(work: (scratch: string) => Promise<T>): Promise<T> {
  const scratch = await mkdtemp(join(tmpdir(), 'lupine-bench-history-'));
  try {
    return await work(scratch);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

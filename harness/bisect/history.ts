// SPDX-License-Identifier: Apache-2.0
import { rm } from 'node:fs/promises';
import { BenchError, usageError } from '../core/errors.js';
import { rawText } from '../core/foreign.js';
import { makeFolder } from '../core/files.js';
import { displayPath } from '../core/paths.js';
import { printable, visible } from '../core/printable.js';
import { runTool } from '../core/tool.js';
import type { BisectPoint } from './types.js';

/** A git repository of the user's. Nothing is written to it, and its working tree is not looked at. */
export interface Repository {
  /** Top folder of its working tree, absolute. */
  top: string;
  /** Where in it the folder is that was asked for, e.g. `bench/`; empty for the top. */
  prefix: string;
}

/** A commit between good and bad. */
export interface Commit extends BisectPoint {
  /** Its hash. */
  id: string;
}

/**
 * The repository that a folder is in.
 * @throws BenchError `BISECT_NO_GIT` (exit 2).
 */
export async function findRepository(folder: string, signal: AbortSignal): Promise<Repository> {
  const found = await git(folder, ['rev-parse', '--show-toplevel', '--show-prefix'], signal).catch(
    (error: unknown) => {
      if (!(error instanceof BenchError)) throw error;
      throw usageError(
        'BISECT_NO_GIT',
        `${displayPath(folder)} is in no git repository: ${error.message}`,
        'Go to the folder of your project, or name a kernel tree with --kernel-source; git must be installed.',
      );
    },
  );
  const [top = '', prefix = ''] = found.split('\n');
  return { top, prefix };
}

/**
 * The commits from good to bad, both included, oldest first. Of a merge only the first parent is followed: a merge is one step,
 * and so is everything that it brought.
 * @throws BenchError (exit 2) `BISECT_REF` for a name that is no commit, `BISECT_UNRELATED` when bad does not come after good.
 */
export async function commitsBetween(
  repository: Pick<Repository, 'top'>,
  good: string,
  bad: string,
  signal: AbortSignal,
): Promise<Commit[]> {
  const [from, to] = [await commitAt(repository, good, signal), await commitAt(repository, bad, signal)];
  const list = async (...args: string[]): Promise<string[]> =>
    lines(await git(repository.top, ['log', '--reverse', ...args, `${from}..${to}`, '--'], signal));
  const after = new Set(await list('--format=%H', '--ancestry-path'));
  if (!after.has(to)) {
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

/**
 * Writes the files of a commit into a folder, which is emptied before: without a working tree of git's own, so that the
 * repository stays as it is, and no hook runs.
 * @throws BenchError `BISECT_CHECKOUT` (exit 3).
 */
export async function checkOut(
  { top }: Pick<Repository, 'top'>,
  { id }: Pick<Commit, 'id'>,
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await makeFolder(folder);
  const index = `${folder}.index`;
  const env = { GIT_INDEX_FILE: index };
  try {
    await git(top, ['read-tree', id], signal, env);
    await git(top, ['checkout-index', '--all', '--quiet', `--prefix=${folder}/`], signal, env);
  } finally {
    await rm(index, { force: true });
  }
}

const FORMAT = '--format=%H %s';

function commitOf(line: string): Commit {
  const [id = '', ...words] = line.split(' ');
  return { id, title: `${id.slice(0, 12)} ${visible(words.join(' ')).slice(0, 200)}` };
}

async function commitAt({ top }: Pick<Repository, 'top'>, ref: string, signal: AbortSignal): Promise<string> {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`];
  const found = await git(top, args, signal).catch((error: unknown) => {
    if (!(error instanceof BenchError)) throw error;
    return '';
  });
  if (/^[0-9a-f]{40,64}$/.test(found.trimEnd())) return found.trimEnd();
  throw usageError(
    'BISECT_REF',
    `${displayPath(top)} has no commit "${printable(ref, 100)}".`,
    'Name a commit, a tag or a branch; `git log` shows them.',
  );
}

async function git(
  folder: string,
  args: readonly string[],
  signal: AbortSignal,
  env: Record<string, string> = {},
): Promise<string> {
  const said = await runTool('git', ['-C', folder, ...args], {
    ...{ signal, code: 'BISECT_CHECKOUT', env: { GIT_OPTIONAL_LOCKS: '0', ...env } },
    next: 'See that the repository is whole (`git fsck`) and the disk has room.',
  });
  return rawText(said);
}

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { plainFolder } from '../core/cache-folder.js';
import { usageError } from '../core/errors.js';
import { makeFolder } from '../core/files.js';
import { displayPath } from '../core/paths.js';
import { printable } from '../core/printable.js';
import { askGit, git } from './git.js';
import type { Repository, Revision } from './repository.js';

/**
 * Works with the files of a commit in a folder of their own, outside of the repository; it is removed afterwards.
 * @throws BenchError as {@link checkOut}.
 */
export async function inCheckout<T>(
  repository: Pick<Repository, 'top'>,
  revision: Pick<Revision, 'id'>,
  signal: AbortSignal,
  work: (files: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(await plainFolder('work'), 'revision-'));
  try {
    const files = join(folder, 'files');
    await checkOut(repository, revision, files, signal);
    return await work(files);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Writes the files of a commit into a folder, which is emptied before: without a working tree of git's own, so that the repository stays
 * as it is, and no hook runs. What a submodule has comes from the user's working tree of it; one that is not there stays empty, as in a clone.
 * @throws BenchError `REVISION_CHECKOUT` (exit 3), `REVISION_SUBMODULE` (exit 2).
 */
export async function checkOut(
  { top }: Pick<Repository, 'top'>,
  { id }: Pick<Revision, 'id'>,
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
  for (const { path, commit } of await submodules(top, id, signal)) {
    const own = join(top, path);
    const found = (
      await askGit(own, ['rev-parse', '--show-toplevel'], signal).catch(() => undefined)
    )?.trimEnd();
    if (found !== own) continue;
    await requireCommit({ top, path, commit }, signal);
    await checkOut({ top: own }, { id: commit }, join(folder, path), signal);
  }
}

interface Submodule {
  path: string;
  commit: string;
}

async function submodules(top: string, id: string, signal: AbortSignal): Promise<Submodule[]> {
  const tree = await git(top, ['ls-tree', '-r', '-z', '--full-tree', id], signal);
  return tree.split('\0').flatMap((line) => {
    const [, commit, path] = /^160000 commit ([0-9a-f]+)\t(.+)$/s.exec(line) ?? [];
    return commit === undefined || path === undefined ? [] : [{ path, commit }];
  });
}

async function requireCommit(
  { top, path, commit }: Submodule & { top: string },
  signal: AbortSignal,
): Promise<void> {
  const known = await askGit(join(top, path), ['cat-file', '-e', `${commit}^{commit}`], signal);
  if (known !== undefined) return;
  throw usageError(
    'REVISION_SUBMODULE',
    `the submodule ${printable(path, 200)} of ${displayPath(top)} lacks the commit ${commit.slice(0, 12)}.`,
    'Get it by `git fetch` in the folder of the submodule.',
  );
}

// SPDX-License-Identifier: Apache-2.0
import { usageError } from '../core/errors.js';
import { displayPath } from '../core/paths.js';
import { printable } from '../core/printable.js';
import { askGit } from './git.js';

/** A git repository of the user's. Nothing is written to it. */
export interface Repository {
  /** Top folder of its working tree, absolute. */
  top: string;
  /** Where in it the folder is that was asked for, e.g. `bench/`; empty for the top. */
  prefix: string;
}

/** A commit, and the name by which the user means it. */
export interface Revision {
  ref: string;
  /** Its hash. */
  id: string;
}

/**
 * The repository that a folder is in.
 * @throws BenchError `REVISION_NO_GIT` (exit 2).
 */
export async function findRepository(folder: string, signal: AbortSignal): Promise<Repository> {
  const found = await askGit(folder, ['rev-parse', '--show-toplevel', '--show-prefix'], signal);
  const [top = '', prefix = ''] = found?.split('\n') ?? [];
  if (top !== '') return { top, prefix };
  throw usageError(
    'REVISION_NO_GIT',
    `${displayPath(folder)} is in the working tree of no git repository.`,
    'Go to the folder of your project, or name a kernel tree with --kernel-source; git must be installed.',
  );
}

/** The commit that a name stands for; undefined when it stands for none. */
export async function lookUpRevision(
  { top }: Pick<Repository, 'top'>,
  ref: string,
  signal: AbortSignal,
): Promise<Revision | undefined> {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`];
  const id = (await askGit(top, args, signal))?.trimEnd() ?? '';
  return /^[0-9a-f]{40,64}$/.test(id) ? { ref, id } : undefined;
}

/**
 * The commit that a name stands for.
 * @throws BenchError (exit 2) `REVISION_UNKNOWN`; `REVISION_SHALLOW` in a clone that lacks older commits, where it may be one of these.
 */
export async function findRevision(
  repository: Pick<Repository, 'top'>,
  ref: string,
  signal: AbortSignal,
): Promise<Revision> {
  const found = await lookUpRevision(repository, ref, signal);
  if (found !== undefined) return found;
  const [what, where] = [printable(ref, 100), displayPath(repository.top)];
  if (await isShallow(repository, signal)) throw shallow(repository, `no commit "${what}"`);
  throw usageError(
    'REVISION_UNKNOWN',
    `${where} has no commit "${what}".`,
    'Name a commit, a tag or a branch; `git log` shows them, and `git fetch` brings those of others.',
  );
}

/** Whether a clone lacks older commits. */
export async function isShallow({ top }: Pick<Repository, 'top'>, signal: AbortSignal): Promise<boolean> {
  return (await askGit(top, ['rev-parse', '--is-shallow-repository'], signal))?.trim() === 'true';
}

/** What is not in a clone that lacks older commits, and may be among them. */
export function shallow({ top }: Pick<Repository, 'top'>, what: string): Error {
  return usageError(
    'REVISION_SHALLOW',
    `${displayPath(top)} has ${what}, but it is a shallow clone, which lacks older commits.`,
    'Get them by `git fetch --unshallow --tags`; in GitHub Actions say `fetch-depth: 0` to actions/checkout.',
  );
}

/**
 * Refuses what is checked out, by a name that moves with it, while the project has changes that no commit has: they would not be measured,
 * and whoever made them may believe that they were. A hash of at least seven digits leaves no doubt.
 * @param except paths in the working tree that may have changes, e.g. the folder of results.
 * @throws BenchError `REVISION_DIRTY` (exit 2) with the first of them.
 */
export async function requireClean(
  { top, prefix }: Repository,
  { ref, id }: Revision,
  except: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  if (/^[0-9a-f]{7,}$/i.test(ref) && id.startsWith(ref.toLowerCase())) return;
  if ((await lookUpRevision({ top }, 'HEAD', signal))?.id !== id) return;
  const where = ['--', `:(top,literal)${prefix}`, ...except.map((path) => `:(top,literal,exclude)${path}`)];
  const said = await askGit(top, ['status', '--porcelain=v1', '-z', '--no-renames', ...where], signal);
  const [first, ...others] = (said ?? '').split('\0').filter((line) => line !== '');
  if (first === undefined) return;
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  throw usageError(
    'REVISION_DIRTY',
    `"${printable(ref, 100)}" is checked out, and the project has changes that are in no commit: ${printable(first.slice(3), 200)}${more}.`,
    `Commit or stash them; without them ${id.slice(0, 12)} is measured, if you name it so.`,
  );
}

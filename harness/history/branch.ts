// SPDX-License-Identifier: Apache-2.0
import { setTimeout as sleep } from 'node:timers/promises';
import { BenchError, measureError, usageError } from '../core/errors.js';
import { printable } from '../core/printable.js';
import { commitOfBoth, commitWith, requirePoints, withFilesOf } from './branch-tree.js';
import { type StoredPoints, readFolder } from './folder.js';
import { type GitPlace, askGit, git, tipOf } from './git.js';
import type { PointFile } from './point-file.js';

/** How often an update is tried before it is given up; each time another writer was first. */
const ATTEMPTS = 60;

/** Longest wait before the next one, ms. */
const LONGEST_WAIT = 400;

/**
 * Adds the file of a point to a branch, by git's own objects alone. Another writer who comes first makes it begin anew from what that
 * one left.
 * @returns whether it is new.
 * @throws BenchError (exit 2) `HISTORY_BRANCH`, `HISTORY_BRANCH_OUT`, `HISTORY_BRANCH_OTHER`; (exit 3) `HISTORY_GIT`, `HISTORY_BUSY`.
 */
export async function addToBranch(place: GitPlace, branch: string, file: PointFile): Promise<boolean> {
  const ref = await refOf(place, branch);
  await requireNotCheckedOut(place, branch, ref);
  let refused: BenchError | undefined;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const tip = await tipOf(place, ref);
    if (tip !== undefined) {
      await requirePoints(place, branch, tip);
      if ((await askGit(place, ['cat-file', '-e', `${tip}:${file.name}`])) !== undefined) return false;
    }
    const next = await commitWith(place, tip, file);
    refused = await move(place, ref, next, tip);
    if (refused === undefined) return true;
    await wait(attempt);
  }
  throw busy(`the branch ${printable(branch, 100)}`, refused);
}

/**
 * Brings the points of a branch to a remote, and those of the remote to it. A push that is rejected, because another writer was first, is made
 * again on what that one left.
 * @throws BenchError as {@link addToBranch}; `HISTORY_GIT` (exit 3) when the remote refuses for another reason.
 */
export async function pushBranch(place: GitPlace, branch: string, remote: string): Promise<void> {
  const ref = await refOf(place, branch);
  let before: string | undefined;
  let alike = 0;
  let refused: BenchError | undefined;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const theirs = await remoteTip(place, remote, ref);
    const ours = await tipOf(place, ref);
    if (ours === undefined || ours === theirs) return;
    const next = theirs === undefined ? ours : await joined(place, branch, ours, theirs);
    if (next !== ours && (await move(place, ref, next, ours)) !== undefined) continue;
    refused = await push(place, remote, `${next}:${ref}`);
    if (refused === undefined) return;
    // Where nobody else was first the remote has another reason, or is about to let another one in.
    alike = theirs === before && attempt > 0 ? alike + 1 : 0;
    if (alike > 4) throw refused;
    before = theirs;
    await wait(attempt);
  }
  throw busy(`the remote ${printable(remote, 100)}`, refused);
}

/**
 * Reads every point of a branch; of that of the remote `origin` where there is none here. Damaged files are named and left out.
 * @throws BenchError (exit 2) `HISTORY_BRANCH`, `HISTORY_MISSING`, and what `readFolder` throws.
 */
export async function readBranch(place: GitPlace, branch: string): Promise<StoredPoints> {
  const ref = await refOf(place, branch);
  const tip = (await tipOf(place, ref)) ?? (await tipOf(place, `refs/remotes/origin/${branch}`));
  if (tip === undefined) {
    throw usageError(
      'HISTORY_MISSING',
      `there is no branch ${printable(branch, 100)}, here or on origin.`,
      `Get it: git fetch origin ${printable(branch, 100)}; or add a run: lupine-bench history add --branch.`,
    );
  }
  return await withFilesOf(place, tip, (dir) => readFolder(dir, { quarantine: false, shown: branch }));
}

async function refOf(place: GitPlace, branch: string): Promise<string> {
  const ref = `refs/heads/${branch}`;
  if (!branch.startsWith('-') && (await askGit(place, ['check-ref-format', ref])) !== undefined) return ref;
  throw usageError(
    'HISTORY_BRANCH',
    `"${printable(branch, 100)}" is no name for a branch.`,
    'Give one such as benchmarks.',
  );
}

/** A branch that is checked out would move away under its working tree. */
async function requireNotCheckedOut(place: GitPlace, branch: string, ref: string): Promise<void> {
  const trees = (await git(place, ['worktree', 'list', '--porcelain'])).split('\n');
  if (!trees.includes(`branch ${ref}`)) return;
  throw usageError(
    'HISTORY_BRANCH_OUT',
    `the branch ${printable(branch, 100)} is checked out, and its files would not follow.`,
    'Name another branch, or check out another one.',
  );
}

/** Moves a branch unless another writer has moved it, or is about to; gives what git says then. */
async function move(
  place: GitPlace,
  ref: string,
  to: string,
  from: string | undefined,
): Promise<BenchError | undefined> {
  return await refusal(place, ['update-ref', ref, to, from ?? '0'.repeat(to.length)]);
}

/** The commit of a branch of a remote, whose objects are here then. */
async function remoteTip(place: GitPlace, remote: string, ref: string): Promise<string | undefined> {
  const listed = await git(place, ['ls-remote', '--exit-code', '--', remote, ref]).catch(
    async (error: unknown) => {
      // Exit 2 says that it has no such branch; where it cannot be reached this one fails too.
      await git(place, ['ls-remote', '--', remote, ref]);
      if (error instanceof BenchError) return undefined;
      throw error;
    },
  );
  const tip = /^[0-9a-f]{40,64}/.exec(listed ?? '')?.[0];
  if (tip === undefined) return undefined;
  await git(place, [
    'fetch',
    '--quiet',
    '--no-tags',
    '--no-write-fetch-head',
    '--no-auto-gc',
    '--',
    remote,
    ref,
  ]);
  return tip;
}

/** A commit that has both: one of them, where it has the other already. */
async function joined(place: GitPlace, branch: string, ours: string, theirs: string): Promise<string> {
  const isAncestor = async (one: string, other: string): Promise<boolean> =>
    (await askGit(place, ['merge-base', '--is-ancestor', one, other])) !== undefined;
  if (await isAncestor(theirs, ours)) return ours;
  await requirePoints(place, branch, theirs);
  return (await isAncestor(ours, theirs)) ? theirs : await commitOfBoth(place, theirs, ours);
}

async function push(place: GitPlace, remote: string, what: string): Promise<BenchError | undefined> {
  return await refusal(place, ['push', '--quiet', '--no-verify', '--', remote, what]);
}

/** Why git refuses; undefined when it does not. */
async function refusal(place: GitPlace, args: readonly string[]): Promise<BenchError | undefined> {
  try {
    await git(place, args);
    return undefined;
  } catch (error) {
    if (error instanceof BenchError) return error;
    throw error;
  }
}

/** Writers who met wait for unequal times; which ones does not show in what they write. */
async function wait(attempt: number): Promise<void> {
  await sleep(Math.random() * Math.min(LONGEST_WAIT, 20 * 2 ** attempt));
}

function busy(what: string, refused: BenchError | undefined): BenchError {
  return measureError(
    'HISTORY_BUSY',
    `${what} could not be changed in ${ATTEMPTS} attempts; the last time: ${refused?.message ?? 'another writer was first'}`,
    'See that it may be written to, and call the command again; nothing is lost.',
    refused,
  );
}

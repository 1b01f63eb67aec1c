// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { lstatSync, readFileSync, readlinkSync } from 'node:fs';
import { lstat, readFile, readdir } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { usageError } from '../../core/errors.js';
import { hasCode } from '../../core/files.js';
import { rawText } from '../../core/foreign.js';
import { displayPath } from '../../core/paths.js';
import { runTool } from '../../core/tool.js';
import { makefileField } from './source-version.js';

/** A file of a kernel tree. */
export interface TreeFile {
  /** Below the tree's top folder. */
  path: string;
  kind: 'file' | 'program' | 'link';
  /** Of the file's bytes; of a link's target. */
  sha256: string;
}

/** A kernel tree, identified by its files. */
export interface KernelTree {
  /** Digest of the names, kinds and digests of all files. */
  sha256: string;
  /** What its Makefile says, e.g. `Linux 6.1.90 of linux`. */
  version: string;
  /** Sorted by path. */
  files: TreeFile[];
}

/**
 * Files between two looks at whether to stop. Tens of thousands of small files are read in a quarter of the time by calls that
 * wait, and each batch keeps the rest of the process waiting for a few milliseconds only.
 */
export const BATCH = 100;

/**
 * Reads a user's kernel tree and writes nothing. Of a git tree those files count that git tracks or would offer to add, as
 * they are now: what a build left there does not.
 * @throws BenchError (exit 2) `SOURCE_MISSING` for a folder that is no kernel tree, `SOURCE_BUILT` for one without git in which
 *   a kernel was built; `SOURCE_GIT` (exit 3).
 */
export async function readTree(dir: string, signal?: AbortSignal): Promise<KernelTree> {
  const makefile = await readFile(join(dir, 'Makefile'), 'utf8').catch(() => undefined);
  if (makefile === undefined || !(await exists(join(dir, 'Kconfig')))) {
    throw usageError(
      'SOURCE_MISSING',
      `${displayPath(dir)} holds no kernel source: it lacks Makefile or Kconfig.`,
      'Name the top folder of a kernel tree, or a tarball.',
    );
  }
  const names = (await exists(join(dir, '.git'))) ? await gitNames(dir, signal) : await allNames(dir);
  const files: TreeFile[] = [];
  for (const [index, name] of names.entries()) {
    if (index % BATCH === 0) await setImmediate(undefined, { signal });
    const file = treeFile(dir, name);
    if (file !== undefined) files.push(file);
  }
  const hash = createHash('sha256');
  for (const { kind, sha256, path } of files) hash.update(`${kind} ${sha256} ${path}\0`);
  return { sha256: hash.digest('hex'), version: versionOf(makefile, dir), files };
}

/** One file as it is now; nothing for a folder, and for what git knows and nobody finds. */
export function treeFile(dir: string, path: string): TreeFile | undefined {
  const file = join(dir, path);
  try {
    const info = lstatSync(file);
    if (info.isSymbolicLink()) return { path, kind: 'link', sha256: digest(readlinkSync(file)) };
    if (!info.isFile()) return undefined;
    const kind = (info.mode & 0o100) === 0 ? 'file' : 'program';
    return { path, kind, sha256: digest(readFileSync(file)) };
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  }
}

function digest(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

async function gitNames(dir: string, signal?: AbortSignal): Promise<string[]> {
  const what = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'];
  const names = await runTool('git', ['-c', 'core.fsmonitor=false', ...what], {
    cwd: dir,
    // Else git may write to the index of the tree.
    env: { GIT_OPTIONAL_LOCKS: '0' },
    signal,
    code: 'SOURCE_GIT',
    next: `Correct what git says of ${displayPath(dir)}, or give a tarball (git archive) instead.`,
  });
  return sorted(
    rawText(names)
      .split('\0')
      .filter((name) => name !== ''),
  );
}

/** Traces of a build by which kbuild itself knows a tree that is not clean. */
const TRACES = ['.config', 'include/config', 'arch/x86/include/generated'];

async function allNames(dir: string): Promise<string[]> {
  for (const trace of TRACES) {
    if (!(await exists(join(dir, trace)))) continue;
    throw usageError(
      'SOURCE_BUILT',
      `a kernel was built in ${displayPath(dir)} (it has ${trace}), and what belongs to the source cannot be told from the rest.`,
      'Run `make mrproper` there, or use a git tree: what git ignores is left out.',
    );
  }
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() || entry.isSymbolicLink());
  return sorted(files.map((entry) => relative(dir, join(entry.parentPath, entry.name))));
}

function sorted(names: string[]): string[] {
  return names.sort((a, b) => (a < b ? -1 : 1));
}

function versionOf(makefile: string, dir: string): string {
  const field = (name: string): string => makefileField(makefile, name);
  const numbers = ['VERSION', 'PATCHLEVEL', 'SUBLEVEL'].map(field).filter((part) => part !== '');
  const version = numbers.length === 0 ? 'unlisted' : `Linux ${numbers.join('.')}${field('EXTRAVERSION')}`;
  return `${version} of ${basename(dir)}`;
}

async function exists(path: string): Promise<boolean> {
  return await lstat(path).then(
    () => true,
    () => false,
  );
}

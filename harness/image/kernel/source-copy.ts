// SPDX-License-Identifier: Apache-2.0
import { copyFileSync, linkSync, readlinkSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { attemptError } from '../../core/errors.js';
import { hasCode, makeFolder, writeAtomic } from '../../core/files.js';
import { digestOf } from '../../core/json.js';
import { plainFolder } from '../../core/cache-folder.js';
import { ownValue } from '../../core/own.js';
import { displayPath } from '../../core/paths.js';
import { isRecord, readJson } from '../../core/remembered.js';
import { BATCH, type TreeFile, treeFile } from './source-tree.js';

/** The last copy of a tree, in the cache. */
interface Copy {
  /** Folder of the copy. */
  dir: string;
  /** Kind and digest by path. */
  files: Record<string, string>;
}

/**
 * Copies a user's kernel tree into an empty folder of the cache. A file that the copy before has too becomes a link to that one,
 * so that each edit of a tree costs the cache the edited files only.
 * @throws BenchError `SOURCE_CHANGED` (exit 3) when a file is no longer what it was when the tree was identified.
 */
export async function copyTree(
  dir: string,
  files: readonly TreeFile[],
  into: string,
  signal?: AbortSignal,
): Promise<void> {
  const before = await lastCopy(dir);
  const folders = new Set(files.map(({ path }) => dirname(path)));
  for (const folder of folders) await makeFolder(join(into, folder));
  for (const [index, file] of files.entries()) {
    if (index % BATCH === 0) await setImmediate(undefined, { signal });
    copyOne(dir, file, into, before);
  }
}

/** Notes where the copy of a tree is, for the next one. */
export async function rememberCopy(dir: string, files: readonly TreeFile[], copy: string): Promise<void> {
  const known: Copy = { dir: copy, files: Object.fromEntries(files.map((file) => [file.path, idOf(file)])) };
  // Only saves room: a build never fails for it.
  await writeAtomic(await noteOf(dir), JSON.stringify(known)).catch(() => undefined);
}

function copyOne(dir: string, file: TreeFile, into: string, before: Copy | undefined): void {
  const { path, kind } = file;
  const target = join(into, path);
  const same = before !== undefined && ownValue(before.files, path) === idOf(file);
  if (same && linked(join(before.dir, path), target)) return;
  try {
    if (kind === 'link') symlinkSync(readlinkSync(join(dir, path)), target);
    else copyFileSync(join(dir, path), target);
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR', 'EINVAL', 'EISDIR')) throw changed(join(dir, path));
    throw error;
  }
  const copied = treeFile(into, path);
  if (copied === undefined || idOf(copied) !== idOf(file)) throw changed(join(dir, path));
}

/** False where that cannot be done: the copy before is gone, or the file system has no such links. */
function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch {
    return false;
  }
}

function changed(path: string): Error {
  return attemptError(
    'SOURCE_CHANGED',
    `${displayPath(path)} was changed while the kernel source was read.`,
    'Run the command again when nothing writes to the tree.',
  );
}

function idOf({ kind, sha256 }: TreeFile): string {
  return `${kind} ${sha256}`;
}

async function lastCopy(dir: string): Promise<Copy | undefined> {
  const note = await readJson(await noteOf(dir));
  if (!isRecord(note) || typeof note['dir'] !== 'string' || !isRecord(note['files'])) return undefined;
  const files = Object.entries(note['files']).map(([path, id]) => [path, String(id)] as const);
  return { dir: note['dir'], files: Object.fromEntries(files) };
}

async function noteOf(dir: string): Promise<string> {
  return join(await plainFolder('trees'), `${digestOf(dir).slice(0, 16)}.json`);
}

// SPDX-License-Identifier: Apache-2.0
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { BenchError, EXIT, measureError, usageError } from './errors.js';
import { displayPath } from './paths.js';
import { reasonOf } from './reason.js';

/** True for an error of Node's file system calls with this code. */
export function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

/** True for an error that says: no room left. It may quote a tool, which runs in the C locale; Go's have no capitals. */
export function isFull(error: unknown): boolean {
  if (hasCode(error, 'ENOSPC', 'EDQUOT')) return true;
  return error instanceof Error && /no space left on device|disk quota exceeded/i.test(error.message);
}

/** Codes of a path that nothing can be written to, however often it is tried. */
const UNWRITABLE: readonly string[] = [
  ...['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR', 'EISDIR', 'EEXIST', 'ELOOP', 'ENAMETOOLONG', 'EINVAL'],
];

/** True for an error of the file system that comes from where the user pointed us, not from a defect. */
export function isUnwritable(error: unknown): boolean {
  return hasCode(error, ...UNWRITABLE);
}

/** The error for a path that could not be written: `DISK_FULL`, `FILE_ERROR` (exit 2) or `WRITE_FAILED`. */
export function writeError(path: string, error: unknown): BenchError {
  if (error instanceof BenchError) return error;
  const why = reasonOf(error);
  if (isFull(error)) return diskFull(path, why, error);
  if (isUnwritable(error)) {
    return usageError(
      'FILE_ERROR',
      `${displayPath(path)} could not be written: ${why}`,
      'Check that this path is what you mean, exists and may be written to by you.',
    );
  }
  return measureError(
    'WRITE_FAILED',
    `${displayPath(path)} could not be written: ${why}`,
    'Look at the file system of that path.',
    error,
  );
}

/** What to do then. */
export const AFTER_FULL_DISK =
  'Free space on that file system (`lupine-bench cache prune` removes what was built and can be built again) and call the command again; a run goes on by `lupine-bench resume`, and nothing measured so far is lost.';

/** The error for a file system without room; stops a run, which `resume` continues. */
export function diskFull(path: string, why: string, cause?: unknown): BenchError {
  return new BenchError({
    code: 'DISK_FULL',
    message: `${displayPath(path)} could not be written: ${why}`,
    next: AFTER_FULL_DISK,
    exit: EXIT.couldNotMeasure,
    scope: 'run',
    cause,
  });
}

/**
 * Makes a folder with those above it; nothing when it is there. Node's own recursive `mkdir` never ends where a parent
 * exists and refuses with ENOENT, as `/proc` does.
 * @throws BenchError `DISK_FULL`, `FILE_ERROR` or `WRITE_FAILED`.
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdirUpwards(path);
  } catch (error) {
    throw writeError(path, error);
  }
}

async function mkdirUpwards(path: string): Promise<void> {
  const there = await stat(path).catch(() => undefined);
  if (there?.isDirectory() === true) return;
  const parent = dirname(path);
  if (parent !== path) await mkdirUpwards(parent);
  try {
    await mkdir(path);
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!hasCode(error, 'EEXIST') || (await stat(path).catch(() => undefined))?.isDirectory() !== true)
      throw error;
  }
}

/** Bytes that this user can still write on the file system of a path. */
export async function freeBytes(path: string): Promise<number> {
  const { bavail, bsize } = await statfs(path);
  return bavail * bsize;
}

/** What a file is written from: all at once, or piece by piece as it comes. */
export type FileData = string | Uint8Array | AsyncIterable<Uint8Array>;

/**
 * Writes a file so that a reader sees either nothing or all of it, even after a crash: temporary name, fsync, rename.
 * @throws BenchError `DISK_FULL`, `FILE_ERROR` or `WRITE_FAILED`; the temporary file is gone then.
 */
export async function writeAtomic(path: string, data: FileData): Promise<void> {
  const temporary = join(dirname(path), `.${randomBytes(6).toString('hex')}.tmp`);
  await makeFolder(dirname(path));
  try {
    const file = await open(temporary, 'wx', 0o644);
    try {
      await writeFile(file, data);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw writeError(path, error);
  }
}

/** SHA-256 of a file's bytes, in hex. */
export async function sha256File(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** All regular files below a folder, relative, sorted by bytes. */
export async function listFiles(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)))
    .sort((a, b) => (a < b ? -1 : 1));
}

// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto';
import { closeSync, constants, lstatSync, mkdirSync, openSync, renameSync, writeFileSync } from 'node:fs';
import { type FileHandle, open, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BenchError, usageError } from './errors.js';
import { type FileData, hasCode, isUnwritable, makeFolder, writeError } from './files.js';
import { displayPath } from './paths.js';
import { reasonOf } from './reason.js';
import { kindOf, readRegular, requireRegular } from './regular-file.js';

// Files below a folder that others may have filled. Each folder on the way is opened in the one before it, and never through a
// link, so that no name and no link leads out, not even one that is put there meanwhile.

const FOLDER = constants.O_RDONLY | constants.O_DIRECTORY;

/** A file in the folder that was opened for it. */
interface Place {
  /** Path by which the kernel finds it in that very folder. */
  path: string;
  /** Path of that folder for the kernel. */
  folder: string;
  /** The whole path for messages. */
  shown: string;
}

/** `make` makes the folders on the way. */
type Use = 'read' | 'change' | 'make';

/**
 * The content of a regular file below a folder; `undefined` where there is none.
 * @param path with `/` between its parts.
 * @param most longest content, bytes.
 * @throws BenchError (exit 2) `PATH_LINKED`, `PATH_OUTSIDE`, `FILE_KIND`, `FILE_TOO_LARGE`, `FILE_ERROR`.
 */
export async function readBelow(root: string, path: string, most: number): Promise<Buffer | undefined> {
  const read = ({ path: file, shown }: Place): Promise<Buffer> =>
    readRegular(file, { most, shown, follow: false });
  return await inFolder(root, path, 'read', read).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  });
}

/**
 * Writes a file below a folder so that a reader sees either nothing or all of it; folders on the way are made.
 * @param durable false for what can be made again: it may be lost with the machine's power.
 * @throws BenchError as {@link readBelow}; `DISK_FULL` or `WRITE_FAILED` (exit 3).
 */
export async function writeBelow(
  root: string,
  path: string,
  data: FileData,
  { durable = true }: { durable?: boolean } = {},
): Promise<void> {
  await inFolder(root, path, 'make', async ({ path: file, folder, shown }) => {
    refuseLink(file, shown);
    const temporary = join(folder, `.${randomBytes(6).toString('hex')}.tmp`);
    try {
      if (durable || !isWhole(data)) await writeThrough(temporary, data, durable);
      // Without a turn of the event loop for each call: an import writes ten thousand files.
      else writeFileSync(temporary, data, { flag: 'wx', mode: 0o644 });
      renameSync(temporary, file);
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => undefined);
      throw error;
    }
  });
}

async function writeThrough(path: string, data: FileData, durable: boolean): Promise<void> {
  const handle = await open(path, 'wx', 0o644);
  try {
    await writeFile(handle, data);
    if (durable) await handle.sync();
  } finally {
    await handle.close();
  }
}

function isWhole(data: FileData): data is string | Uint8Array {
  return typeof data === 'string' || data instanceof Uint8Array;
}

/** Renames a file within its folder, in the place of any other of the new name. @throws as {@link writeBelow}. */
export async function renameBelow(root: string, path: string, name: string): Promise<void> {
  await inFolder(root, path, 'change', ({ path: file, folder }) => rename(file, join(folder, name)));
}

/** Makes a folder below a folder anew, without what was in it. @throws as {@link writeBelow}. */
export async function emptyBelow(root: string, path: string): Promise<void> {
  await inFolder(root, path, 'make', async ({ path: folder, shown }) => {
    refuseLink(folder, shown);
    await rm(folder, { recursive: true, force: true });
    mkdirSync(folder);
  });
}

/** Opens a file to be locked below a folder, made when it is not there. @throws as {@link readBelow}. */
export async function openLockBelow(root: string, path: string): Promise<FileHandle> {
  const { O_RDWR, O_CREAT, O_NOFOLLOW, O_NONBLOCK } = constants;
  return await inFolder(root, path, 'change', async ({ path: file, shown }) => {
    refuseLink(file, shown);
    const handle = await open(file, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o644);
    try {
      requireRegular(await handle.stat(), shown);
      return handle;
    } catch (error) {
      await handle.close();
      throw error;
    }
  });
}

async function inFolder<T>(
  root: string,
  path: string,
  use: Use,
  work: (place: Place) => Promise<T>,
): Promise<T> {
  const shown = displayPath(join(root, path));
  const parts = path.split('/');
  const name = parts.pop() ?? '';
  if ([...parts, name].some((part) => part === '' || part === '.' || part === '..' || part.includes('\0')))
    throw outside(shown);
  let descriptor = -1;
  let folder = root;
  try {
    descriptor = await openRoot(root, use);
    for (const part of parts) {
      folder = join(folder, part);
      const next = openNext(`/proc/self/fd/${descriptor}/${part}`, displayPath(folder), use);
      closeSync(descriptor);
      descriptor = next;
    }
    const opened = `/proc/self/fd/${descriptor}`;
    return await work({ path: `${opened}/${name}`, folder: opened, shown });
  } catch (error) {
    throw explain(join(root, path), named(error, `/proc/self/fd/${descriptor}`, folder), use);
  } finally {
    if (descriptor >= 0) closeSync(descriptor);
  }
}

async function openRoot(root: string, use: Use): Promise<number> {
  try {
    return openSync(root, FOLDER);
  } catch (error) {
    if (use !== 'make' || !hasCode(error, 'ENOENT')) throw error;
    await makeFolder(root);
    return openSync(root, FOLDER);
  }
}

function openNext(path: string, shown: string, use: Use): number {
  try {
    return openSync(path, FOLDER | constants.O_NOFOLLOW);
  } catch (error) {
    if (hasCode(error, 'ENOTDIR', 'ELOOP')) {
      const found = lstatSync(path);
      if (found.isSymbolicLink()) throw linked(shown);
      throw usageError('FILE_KIND', `${shown} is ${kindOf(found) ?? 'a file'}, not a folder.`, 'Remove it.');
    }
    if (use !== 'make' || !hasCode(error, 'ENOENT')) throw error;
  }
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!hasCode(error, 'EEXIST')) throw error;
  }
  return openNext(path, shown, 'change');
}

function refuseLink(path: string, shown: string): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found?.isSymbolicLink() === true) throw linked(shown);
}

function linked(shown: string): BenchError {
  return usageError(
    'PATH_LINKED',
    `${shown} is a link, and what it leads to may be anywhere.`,
    'Remove the link, or put what it leads to in its place.',
  );
}

function outside(shown: string): BenchError {
  return usageError('PATH_OUTSIDE', `${shown} leads out of its folder.`, 'Name a file in the folder.');
}

function explain(path: string, error: unknown, use: Use): unknown {
  if (use !== 'read') return writeError(path, error);
  if (hasCode(error, 'ENOENT') || !isUnwritable(error)) return error;
  const why = reasonOf(error);
  return usageError(
    'FILE_ERROR',
    `${displayPath(path)} could not be read: ${why}.`,
    'Check its owner and mode.',
  );
}

/** The error with the path that the user knows instead of the one by which the kernel was asked. */
function named(error: unknown, opened: string, folder: string): unknown {
  if (!(error instanceof Error) || !('code' in error) || !error.message.includes(opened)) return error;
  return Object.assign(new Error(error.message.replaceAll(opened, () => displayPath(folder))), {
    code: error.code,
  });
}

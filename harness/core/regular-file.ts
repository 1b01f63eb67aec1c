// SPDX-License-Identifier: Apache-2.0
import { type Stats, constants } from 'node:fs';
import { type FileHandle, lstat, open, stat } from 'node:fs/promises';
import { type BenchError, usageError } from './errors.js';
import { displayPath } from './paths.js';

/** How a file that others may have made is read. */
export interface ReadLimits {
  /** Longest content, bytes. */
  most: number;
  /** Path for messages; the path itself when missing. */
  shown?: string | undefined;
  /** False refuses a link with ELOOP. */
  follow?: boolean | undefined;
}

/** What a path is instead of a regular file, in words; undefined for one. */
export function kindOf(found: Stats): string | undefined {
  if (found.isFile()) return undefined;
  if (found.isDirectory()) return 'a folder';
  if (found.isSymbolicLink()) return 'a link';
  if (found.isFIFO()) return 'a pipe';
  return found.isSocket() ? 'a socket' : 'a device';
}

/**
 * The content of a regular file, at most so many bytes. Nothing else is waited for: a pipe or a terminal might never end,
 * and a device may do something when it is opened.
 * @throws BenchError (exit 2) `FILE_KIND`, `FILE_TOO_LARGE`; errors of the file system as they come.
 */
export async function readRegular(path: string, { most, shown, follow }: ReadLimits): Promise<Buffer> {
  const name = shown ?? displayPath(path);
  requireRegular(await (follow === false ? lstat(path) : stat(path)), name);
  const link = follow === false ? constants.O_NOFOLLOW : 0;
  // It may be another one by now: O_NONBLOCK never waits for the other end of a pipe.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY | link);
  try {
    const found = await file.stat();
    requireRegular(found, name);
    if (found.size > most) throw fileTooLarge(name, most);
    return await readUpTo(file, found.size, { most, name });
  } finally {
    await file.close();
  }
}

/** @throws BenchError `FILE_KIND` (exit 2) for anything but a regular file. */
export function requireRegular(found: Stats, shown: string): void {
  const kind = kindOf(found);
  if (kind === undefined) return;
  throw usageError('FILE_KIND', `${shown} is ${kind}, not a file.`, 'Put the file itself there.');
}

/** The error for a file that is longer than any of its kind. */
export function fileTooLarge(shown: string, most: number): BenchError {
  return usageError(
    'FILE_TOO_LARGE',
    `${shown} has more than ${most / 1024 / 1024} MiB, which no file of its kind has.`,
    'Look at what wrote it; get the file again.',
  );
}

/** A file in /proc says that it is empty, and one that is written to meanwhile is longer than it said. */
async function readUpTo(
  file: FileHandle,
  size: number,
  { most, name }: { most: number; name: string },
): Promise<Buffer> {
  let bytes = Buffer.alloc(size + 1);
  let length = 0;
  for (;;) {
    const { bytesRead } = await file.read(bytes, length, bytes.length - length);
    length += bytesRead;
    if (length > most) throw fileTooLarge(name, most);
    if (bytesRead === 0) return bytes.subarray(0, length);
    if (length === bytes.length) bytes = Buffer.concat([bytes, Buffer.alloc(Math.max(length, 65_536))]);
  }
}

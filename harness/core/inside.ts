// SPDX-License-Identifier: Apache-2.0
import { realpath } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import { usageError } from './errors.js';
import { hasCode } from './files.js';
import { displayPath } from './paths.js';

/** Whether a path is in a folder, links followed; of a path that is not there yet the folders that are count. */
export async function isInside(path: string, dir: string): Promise<boolean> {
  const way = relative(await existing(dir), await existing(path));
  return way !== '..' && !way.startsWith('../');
}

/**
 * Makes sure that a file of a folder is in it: a message that quotes what is wrong in a file would quote any file of this machine.
 * @throws BenchError `PATH_OUTSIDE` (exit 2) for a link that leads elsewhere.
 */
export async function requireInside(path: string, dir: string): Promise<void> {
  if (await isInside(path, dir)) return;
  throw usageError(
    'PATH_OUTSIDE',
    `${displayPath(path)} is a link that leads out of ${displayPath(dir)}.`,
    'Put the file itself into the folder.',
  );
}

/** The path itself with its links followed, or the nearest folder above it that is there. */
export async function existing(path: string): Promise<string> {
  return await realpath(path).catch(async (error: unknown) => {
    if (!hasCode(error, 'ENOENT', 'ENOTDIR') || dirname(path) === path) throw error;
    return await existing(dirname(path));
  });
}

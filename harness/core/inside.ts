// SPDX-License-Identifier: Apache-2.0
import { realpath } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import { hasCode } from './files.js';

/** Whether a path is in a folder, links followed; of a path that is not there yet the folders that are count. */
export async function isInside(path: string, dir: string): Promise<boolean> {
  const way = relative(await existing(dir), await existing(path));
  return way !== '..' && !way.startsWith('../');
}

/** The path itself with its links followed, or the nearest folder above it that is there. */
export async function existing(path: string): Promise<string> {
  return await realpath(path).catch(async (error: unknown) => {
    if (!hasCode(error, 'ENOENT', 'ENOTDIR') || dirname(path) === path) throw error;
    return await existing(dirname(path));
  });
}

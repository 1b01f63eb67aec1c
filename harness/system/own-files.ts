// SPDX-License-Identifier: Apache-2.0
import { realpath, stat } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import { usageError } from '../core/errors.js';
import { hasCode } from '../core/files.js';
import { displayPath } from '../core/paths.js';
import type { OwnFile, System } from './types.js';

/**
 * Makes sure that everything is there that systems of a project are made from. Only for systems that are used: a project may
 * name a kernel that is not built yet.
 * @throws BenchError (exit 2) `FILE_MISSING`, `FILE_KIND` or `PATH_OUTSIDE`, each with file, line and key.
 */
export async function requireOwnFiles(systems: readonly System[]): Promise<void> {
  for (const { origin } of systems) for (const file of origin?.files ?? []) await requireFile(file);
}

/** Whether a path is in a folder, links followed; of a path that is not there yet the folders that are count. */
export async function isInside(path: string, dir: string): Promise<boolean> {
  const real = await existing(path);
  const way = relative(await existing(dir), real);
  return way !== '..' && !way.startsWith('../');
}

async function requireFile({ path, at, kind, inside }: OwnFile): Promise<void> {
  const info = await stat(path).catch((error: unknown) => {
    const what = hasCode(error, 'ENOENT', 'ENOTDIR') ? 'does not exist' : 'cannot be read';
    throw usageError('FILE_MISSING', `${at}: ${displayPath(path)} ${what}.`, 'Correct the path.');
  });
  if (!info.isFile() && !(kind === 'file or folder' && info.isDirectory())) {
    throw usageError('FILE_KIND', `${at}: ${displayPath(path)} is not a ${kind}.`, 'Correct the path.');
  }
  if (inside !== undefined && !(await isInside(path, inside))) {
    throw usageError(
      'PATH_OUTSIDE',
      `${at}: ${displayPath(path)} is a link that leads out of ${displayPath(inside)}.`,
      'Put the file itself into the folder.',
    );
  }
}

async function existing(path: string): Promise<string> {
  return await realpath(path).catch(async (error: unknown) => {
    if (!hasCode(error, 'ENOENT') || dirname(path) === path) throw error;
    return await existing(dirname(path));
  });
}

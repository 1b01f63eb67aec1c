// SPDX-License-Identifier: Apache-2.0
import { stat } from 'node:fs/promises';
import { usageError } from '../core/errors.js';
import { hasCode } from '../core/files.js';
import { isInside } from '../core/inside.js';
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

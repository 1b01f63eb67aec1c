// SPDX-License-Identifier: Apache-2.0
import { readFile, readdir, realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { usageError } from '../../core/errors.js';
import { isInside } from '../../core/inside.js';
import { displayPath } from '../../core/paths.js';
import { reasonOf } from '../../core/reason.js';
import { parseReference } from './oci/reference.js';
import type { RootfsOptions } from './types.js';

/** Whose files they are, and the folder that they must be in. */
type Place = Pick<RootfsOptions, 'appDir' | 'within'>;

/**
 * Reads a file that an app names: of its own project, with links followed. What it has goes into an image, and from there
 * to whoever gets that.
 * @throws BenchError (exit 2) `PATH_OUTSIDE`, or `ROOTFS_SOURCE` when it cannot be read.
 */
export async function readAppFile(source: string, { appDir, within }: Place): Promise<Buffer> {
  const path = resolve(appDir, source);
  await requireInside(path, within);
  try {
    return await readFile(await realpath(path));
  } catch (error) {
    throw usageError(
      'ROOTFS_SOURCE',
      `${displayPath(path)} cannot be read: ${reasonOf(error)}`,
      'Put the file beside app.yaml.',
    );
  }
}

/**
 * Makes sure that a container image on this host is in the folder of its app's project, and all of it: a layout is many files, of
 * which each may be a link.
 * @throws BenchError (exit 2) `PATH_OUTSIDE`; `OCI_REFERENCE`.
 */
export async function requireOwnImage(image: string, { appDir, within }: Place): Promise<void> {
  const reference = parseReference(image, appDir);
  if (reference.kind === 'registry') return;
  await requireInside(reference.path, within);
  const entries = await readdir(reference.path, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (entry.isSymbolicLink()) await requireInside(join(entry.parentPath, entry.name), within);
  }
}

async function requireInside(path: string, within: string | undefined): Promise<void> {
  if (within === undefined || (await isInside(path, within))) return;
  throw usageError(
    'PATH_OUTSIDE',
    `${displayPath(path)}, which app.yaml names, is outside of ${displayPath(within)}.`,
    "Put the file itself into the project's folder.",
  );
}

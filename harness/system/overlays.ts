// SPDX-License-Identifier: Apache-2.0
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { VERSION_FOLDER } from '../app/load.js';
import { usageError } from '../core/errors.js';
import { hasCode } from '../core/files.js';
import { displayPath } from '../core/paths.js';
import { requireVersion } from './name.js';
import type { KernelVersions } from './version-types.js';

/**
 * What versions have to change in fragments that all of them share: absolute paths of the `.config` files below the folder of
 * each version in these folders.
 */
export async function listOverlays(
  dirs: readonly string[],
  { sources }: KernelVersions,
): Promise<Set<string>> {
  const folders = dirs.flatMap((dir) => Object.keys(sources).map((version) => join(dir, version)));
  return new Set((await Promise.all(folders.map(configsIn))).flat());
}

/**
 * Makes sure that what an app of a project has for a version of the kernel is for one that reads it.
 * @throws BenchError (exit 2) `VERSION_UNKNOWN`, `VERSION_MISPLACED` for the default version, which has no overlays.
 */
export async function requireOverlays(dir: string, versions: KernelVersions): Promise<void> {
  for (const version of (await readdir(dir)).filter((name) => VERSION_FOLDER.test(name))) {
    const path = join(dir, version, 'kernel.config');
    if ((await stat(path).catch(() => undefined)) === undefined) continue;
    requireVersion(version, versions, displayPath(path));
    if (version === versions.default)
      throw usageError(
        'VERSION_MISPLACED',
        `${displayPath(path)} changes nothing: Linux ${version} is the version that kernel.config beside app.yaml is for.`,
        'Put its lines there; what another version needs otherwise goes into the folder of that version.',
      );
  }
}

async function configsIn(folder: string): Promise<string[]> {
  try {
    const names = await readdir(folder, { recursive: true });
    return names.filter((name) => name.endsWith('.config')).map((name) => join(folder, name));
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return [];
    throw error;
  }
}

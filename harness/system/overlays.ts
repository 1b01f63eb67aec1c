// SPDX-License-Identifier: Apache-2.0
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode } from '../core/files.js';
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

async function configsIn(folder: string): Promise<string[]> {
  try {
    const names = await readdir(folder, { recursive: true });
    return names.filter((name) => name.endsWith('.config')).map((name) => join(folder, name));
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return [];
    throw error;
  }
}

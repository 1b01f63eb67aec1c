// SPDX-License-Identifier: Apache-2.0
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode } from '../core/files.js';
import type { KernelVersion } from '../core/names.js';
import type { ModifierDeclaration } from './types.js';

/** Under what the patches of a modifier are listed that fit another version than the default. */
export function patchesKey(modifier: string, version: KernelVersion): string {
  return `${modifier}@${version}`;
}

/**
 * The patch files of each modifier that has some, by {@link patchesKey} those of other versions: what is named as a file as it is, of a
 * folder every `*.patch` in order of name. A folder that is not there gives none; that matters only to who uses the modifier.
 */
export async function listPatches(
  modifiers: Readonly<Record<string, ModifierDeclaration>>,
  dir: string,
): Promise<Map<string, string[]>> {
  const named = Object.entries(modifiers).flatMap(([name, { patches, versions = {} }]) => [
    ...(patches === undefined ? [] : [{ key: name, patches }]),
    ...Object.entries(versions).map(([version, own]) => ({
      key: patchesKey(name, version),
      patches: own.patches,
    })),
  ]);
  const listed = new Map<string, string[]>();
  for (const { key, patches } of named)
    listed.set(key, (await Promise.all(patches.map((entry) => filesOf(join(dir, entry))))).flat());
  return listed;
}

async function filesOf(path: string): Promise<string[]> {
  if (path.endsWith('.patch')) return [path];
  try {
    const names = await readdir(path);
    return names
      .filter((name) => name.endsWith('.patch'))
      .sort()
      .map((name) => join(path, name));
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
}

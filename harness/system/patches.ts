// SPDX-License-Identifier: Apache-2.0
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode } from '../core/files.js';
import type { ModifierDeclaration } from './types.js';

/**
 * The patch files of each modifier that has some: what is named as a file as it is, of a folder every `*.patch` in order
 * of name. A folder that is not there gives none; that matters only to who uses the modifier.
 */
export async function listPatches(
  modifiers: Readonly<Record<string, ModifierDeclaration>>,
  dir: string,
): Promise<Map<string, string[]>> {
  const listed = new Map<string, string[]>();
  for (const [name, { patches }] of Object.entries(modifiers)) {
    if (patches === undefined) continue;
    listed.set(name, (await Promise.all(patches.map((entry) => filesOf(join(dir, entry))))).flat());
  }
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

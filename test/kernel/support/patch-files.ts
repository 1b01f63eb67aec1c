// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { packagePath } from '../../../harness/core/paths.js';

/** Every patch to the kernel, of each series in order: Kernel Mode Linux, and those that profiles asked for. */
export async function patchFiles(): Promise<string[]> {
  const own = packagePath('kernel', 'patches');
  const folders = [packagePath('kml', 'linux'), ...(await readdir(own)).map((name) => join(own, name))];
  const files = await Promise.all(folders.map(patchesIn));
  return files.flat();
}

async function patchesIn(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.patch')).sort();
  assert.ok(names.length > 0, `no patch in ${folder}`);
  return names.map((name) => join(folder, name));
}

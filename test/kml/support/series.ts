// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { packagePath } from '../../../harness/core/paths.js';

const FOLDER = packagePath('kml', 'linux');

/** The kernel patches in the order in which they are applied. */
export async function seriesPatches(): Promise<string[]> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.patch')).sort();
  assert.ok(names.length > 0, `no patch in ${FOLDER}`);
  return names.map((name) => join(FOLDER, name));
}

// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { packagePath } from '../../../harness/core/paths.js';

const KML = /^linux(?:-(.+))?$/;

/**
 * Every patch to a kernel of a version, each series in order: Kernel Mode Linux, and those that profiles asked for.
 * @param version undefined for the default, whose folders have no version in their names.
 */
export async function patchFiles(version: string | undefined): Promise<string[]> {
  const kml = packagePath('kml');
  const series = (await readdir(kml)).filter((name) => KML.exec(name)?.[1] === version && KML.test(name));
  const own = packagePath('kernel', 'patches');
  const files = [
    ...(await Promise.all(series.map((name) => patchesIn(join(kml, name))))).flat(),
    ...(await patchesIn(own)).filter((path) => versionIn(relative(own, path)) === version),
  ];
  assert.ok(files.length > 1, `no patches for ${version ?? 'the default version'}`);
  return files;
}

function versionIn(path: string): string | undefined {
  const [first = ''] = path.split(sep);
  return /^\d+\.\d+$/.test(first) ? first : undefined;
}

async function patchesIn(folder: string): Promise<string[]> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.patch')).sort();
  assert.ok(names.length > 0, `no patch in ${folder}`);
  return names.map((name) => join(folder, name));
}

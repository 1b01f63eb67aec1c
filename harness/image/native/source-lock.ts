// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { packagePath } from '../../core/paths.js';

/** One version of a source package that this project was built from and tested with. */
export interface KnownSource {
  package: string;
  version: string;
  /** Of the `.dsc`, which has the digests of all other files. */
  sha256: string;
}

/** Reads `kml/sources.lock.json`. */
export async function knownSources(): Promise<KnownSource[]> {
  const text = await readFile(packagePath('kml', 'sources.lock.json'), 'utf8');
  return (JSON.parse(text) as { sources: KnownSource[] }).sources;
}

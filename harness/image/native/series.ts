// SPDX-License-Identifier: Apache-2.0
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { BenchError, measureError } from '../../core/errors.js';
import { sha256File } from '../../core/files.js';
import { type Foreign, partsOf, says } from '../../core/foreign.js';
import { displayPath } from '../../core/paths.js';
import { printable } from '../../core/printable.js';
import { runTool } from '../../core/tool.js';

/** A patch of a series, in the order of its number. */
export interface Patch {
  path: string;
  name: string;
  sha256: string;
}

/** The patches of a folder by their numbers. */
export async function readSeries(dir: string): Promise<Patch[]> {
  const names = (await readdir(dir)).filter((name) => name.endsWith('.patch')).sort();
  return await Promise.all(
    names.map(async (name) => ({ name, path: join(dir, name), sha256: await sha256File(join(dir, name)) })),
  );
}

/**
 * Applies a series to a tree, exactly: no context may differ.
 * @param version what a reader knows the tree as, e.g. `musl 1.2.3-1`.
 * @throws BenchError `MUSL_PATCH_MISFIT` (exit 3) with the version, the patch and the files that it does not fit.
 */
export async function applySeries(
  series: readonly Patch[],
  tree: string,
  version: string,
  signal?: AbortSignal,
): Promise<void> {
  for (const { path, name } of series) {
    const said: Foreign[] = [];
    const args = [
      '-p1',
      '--fuzz=0',
      '--batch',
      '--forward',
      '--no-backup-if-mismatch',
      '-r',
      '-',
      '-i',
      path,
    ];
    try {
      await runTool('patch', args, {
        cwd: tree,
        signal,
        code: 'MUSL_PATCH_MISFIT',
        onLine: (line) => said.push(line),
      });
    } catch (error) {
      if (!(error instanceof BenchError) || said.length === 0) throw error;
      throw misfit(version, name, path, said, error);
    }
  }
}

function misfit(
  version: string,
  name: string,
  path: string,
  said: readonly Foreign[],
  cause: unknown,
): Error {
  let at = '';
  const files = new Set<string>();
  for (const line of said) {
    const [, file] = partsOf(line, /^(?:checking|patching) file (.*)$/) ?? [];
    if (file !== undefined) at = printable(file, 200);
    if (says(line, /FAILED|can't find file|No file to patch|Reversed/))
      files.add(at === '' ? 'a file that is not there' : at);
  }
  const where = files.size === 0 ? said.map((line) => printable(line)).join('; ') : [...files].join(', ');
  return measureError(
    'MUSL_PATCH_MISFIT',
    `${name} does not fit ${version}: ${where}.`,
    `Port ${displayPath(path)} to that version as kml/musl/README.md says, or use a version of kml/sources.lock.json.`,
    cause,
  );
}

// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { usageError } from '../../core/errors.js';
import { displayPath } from '../../core/paths.js';
import { reasonOf } from '../../core/reason.js';

/** A patch to the kernel source. */
export interface Patch {
  path: string;
  /** SHA-256 of its bytes. */
  sha256: string;
  /** Files of the source that it changes, makes or removes, relative to the top folder, sorted. */
  files: string[];
}

const HEADER = /^(?:---|\+\+\+) ([^\t\n]+)/gm;
const PLAIN = /^[ab]\/((?:[\w+@-][\w.+@-]*\/)*[\w+@.-]+)$/;

/**
 * Reads patches in unified form, as `git format-patch` writes them.
 * @throws BenchError (exit 2) `PATCH_MISSING` for a file that cannot be read, `PATCH_INVALID` for one that changes no
 *   file or names one outside of the source.
 */
export async function readPatches(paths: readonly string[]): Promise<Patch[]> {
  return await Promise.all(paths.map(readPatch));
}

async function readPatch(path: string): Promise<Patch> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw usageError(
      'PATCH_MISSING',
      `${displayPath(path)} cannot be read: ${reasonOf(error)}`,
      'Restore it.',
    );
  });
  return {
    path,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    files: touchedFiles(bytes.toString('utf8'), path),
  };
}

function touchedFiles(text: string, path: string): string[] {
  const files = new Set<string>();
  for (const [, name = ''] of text.matchAll(HEADER)) {
    if (name === '/dev/null') continue;
    const [, file] = PLAIN.exec(name) ?? [];
    if (file === undefined || file.split('/').includes('..')) {
      throw usageError(
        'PATCH_INVALID',
        `${displayPath(path)} names the file "${name}".`,
        'Write paths as `git format-patch` does: a/ or b/, then the path below the top folder of the source.',
      );
    }
    files.add(file);
  }
  if (files.size === 0) {
    throw usageError(
      'PATCH_INVALID',
      `${displayPath(path)} changes no file.`,
      'Write it with `git format-patch`, or remove it.',
    );
  }
  return [...files].sort();
}

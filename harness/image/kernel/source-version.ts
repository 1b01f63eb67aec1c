// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { usageError } from '../../core/errors.js';
import type { KernelVersion } from '../../core/names.js';
import { displayPath } from '../../core/paths.js';
import { printable } from '../../core/printable.js';

/** What is known of a source when its release is looked at. */
interface Named {
  path: string;
  /** The version for which the user named it; missing where any will do. */
  named?: KernelVersion | undefined;
}

/** What the top Makefile of a kernel says of its release: one part of it, empty where it does not. */
export function makefileField(makefile: string, name: string): string {
  return new RegExp(`^${name} *= *([\\w.-]*)`, 'm').exec(makefile)?.[1] ?? '';
}

/**
 * Refuses a source that was named for another version than it has: the options and the patches of that version would meet another
 * kernel, and its values stand under a name that they are not of.
 * @param release the release that it has, such as `6.12.117`.
 * @throws BenchError `SOURCE_VERSION` (exit 2) with both.
 */
export function requireRelease(release: string, { path, named }: Named): void {
  if (named === undefined || release.split('.').slice(0, 2).join('.') === named) return;
  throw usageError(
    'SOURCE_VERSION',
    `the kernel source ${displayPath(path)} is named for ${named}, and is Linux ${printable(release, 40)}.`,
    `Name a source of Linux ${named}, or this one for its own version: --kernel-source <version>=<source>.`,
  );
}

/** As {@link requireRelease}, by the Makefile in an unpacked source. */
export async function requireReleaseIn(dir: string, named: Named): Promise<void> {
  if (named.named === undefined) return;
  // Whoever reads the tree says what is wrong with one that has none.
  const makefile = await readFile(join(dir, 'Makefile'), 'utf8').catch(() => undefined);
  if (makefile === undefined) return;
  const numbers = ['VERSION', 'PATCHLEVEL', 'SUBLEVEL'].map((name) => makefileField(makefile, name));
  requireRelease(numbers.filter((part) => part !== '').join('.') || 'of no release', named);
}

// SPDX-License-Identifier: Apache-2.0
import { stat } from 'node:fs/promises';
import { measureError } from '../../core/errors.js';
import { hasCode } from '../../core/files.js';
import { displayPath } from '../../core/paths.js';
import { printable } from '../../core/printable.js';
import type { GuestSystem } from '../../system/types.js';

/**
 * A file of a system that brings its own kernel, on this machine.
 * @throws BenchError (exit 3) `ARTIFACT_NOT_GIVEN` when nobody has said where it is, `ARTIFACT_FILE` when it is not there.
 */
export async function guestFile({ name: system, artifacts }: GuestSystem, name: string): Promise<string> {
  const known = artifacts.find((one) => one.name === name);
  if (known?.source === undefined) {
    throw measureError(
      'ARTIFACT_NOT_GIVEN',
      `${system} needs the file "${printable(name, 60)}", and nobody has said where it is.`,
      known?.next ?? 'Declare it under artifacts of this system.',
    );
  }
  const { source } = known;
  const info = await stat(source).catch((error: unknown) => {
    if (!hasCode(error, 'ENOENT', 'ENOTDIR', 'EACCES')) throw error;
    return undefined;
  });
  if (info?.isFile() === true) return source;
  throw measureError(
    'ARTIFACT_FILE',
    `the file "${name}" of ${system}, ${displayPath(source)}, ${info === undefined ? 'is not there or cannot be read' : 'is not a file'}.`,
    known.next,
  );
}

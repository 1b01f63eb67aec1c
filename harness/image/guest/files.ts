// SPDX-License-Identifier: Apache-2.0
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { measureError } from '../../core/errors.js';
import { hasCode } from '../../core/files.js';
import { displayPath } from '../../core/paths.js';
import { printable } from '../../core/printable.js';
import { ARCHIVE_LIMITS } from '../archive/limits.js';
import type { GuestSystem } from '../../system/types.js';
import { downloaded } from './artifact/download.js';
import { fileInImage } from './artifact/in-image.js';
import { lockPath } from './artifact/lock.js';
import type { GuestImageRequest } from './types.js';

/**
 * A file of a system that brings its own kernel, on this machine: fetched where it is elsewhere.
 * @throws BenchError (exit 3) `ARTIFACT_NOT_GIVEN` when nobody has said where it is, `ARTIFACT_FILE` when it is not there, and others when it
 *   cannot be fetched.
 */
export async function guestFile(
  { name: system, artifacts }: GuestSystem,
  name: string,
  how: Pick<GuestImageRequest, 'signal' | 'onProgress'>,
): Promise<string> {
  const known = artifacts.find((one) => one.name === name);
  if (known?.place === undefined || known.project === undefined) {
    throw measureError(
      'ARTIFACT_NOT_GIVEN',
      `${system} needs the file "${printable(name, 60)}", and nobody has said where it is.`,
      known?.next ?? 'Declare it under artifacts of this system.',
    );
  }
  const { place, project } = known;
  if (place.kind === 'url') return await downloaded({ ...place, lock: lockPath(project), ...how });
  if (place.kind === 'image') return await fileInImage({ ...place, dir: dirname(project), ...how });
  const info = await stat(place.path).catch((error: unknown) => {
    if (!hasCode(error, 'ENOENT', 'ENOTDIR', 'EACCES')) throw error;
    return undefined;
  });
  const { bytes: most } = ARCHIVE_LIMITS;
  if (info?.isFile() === true && info.size <= most) return place.path;
  const kind = info?.isFile() === true ? `has more than ${most} bytes` : 'is not a file';
  const what = info === undefined ? 'is not there or cannot be read' : kind;
  throw measureError(
    'ARTIFACT_FILE',
    `the file "${name}" of ${system}, ${displayPath(place.path)}, ${what}.`,
    known.next,
  );
}

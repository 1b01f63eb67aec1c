// SPDX-License-Identifier: Apache-2.0
import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { BenchError, usageError } from '../core/errors.js';
import { hasCode } from '../core/files.js';
import { reasonOf } from '../core/reason.js';
import { kindOf, readRegular } from '../core/regular-file.js';
import { LARGEST_LOG, tooLarge } from './decode.js';

const REASONS: readonly [code: string, why: string, next: string][] = [
  ['ENOENT', 'does not exist', 'Check the path.'],
  ['ENOTDIR', 'does not exist: a part of its path is a file', 'Check the path.'],
  ['EACCES', 'may not be read by this user', 'Change its mode, or copy it.'],
  ['EPERM', 'may not be read by this user', 'Change its mode, or copy it.'],
  ['ELOOP', 'is a link to itself', 'Name the file that it should lead to.'],
  ['ENAMETOOLONG', 'has a name that is too long for a file', 'Check the path.'],
];

/**
 * The bytes of a log.
 * @param shown the path for messages.
 * @throws BenchError (exit 2) `LOG_UNREADABLE` with the reason, `LOG_TOO_LARGE`.
 */
export async function readLogBytes(path: string, shown: string): Promise<Uint8Array> {
  try {
    const found = await stat(path);
    const kind = kindOf(found);
    if (kind !== undefined) {
      throw usageError('LOG_UNREADABLE', `${shown} is ${kind}, not a file.`, nextFor(found));
    }
    if (found.size > LARGEST_LOG) throw tooLarge(shown);
    return await readRegular(path, { most: LARGEST_LOG, shown });
  } catch (error) {
    throw explain(error, shown);
  }
}

function nextFor(found: Stats): string {
  return found.isDirectory() ? 'Name the log files in it.' : 'Write its content to a file, and name that.';
}

function explain(error: unknown, shown: string): BenchError {
  if (error instanceof BenchError) return error;
  const [, why, next] = REASONS.find(([code]) => hasCode(error, code)) ?? [];
  if (why !== undefined && next !== undefined) return usageError('LOG_UNREADABLE', `${shown} ${why}.`, next);
  return usageError('LOG_UNREADABLE', `${shown} cannot be read: ${reasonOf(error, 200)}.`, 'Check the file.');
}

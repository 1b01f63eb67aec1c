// SPDX-License-Identifier: Apache-2.0
import { dirname, join } from 'node:path';
import { cacheFolder } from '../../../core/cache-folder.js';
import { measureError, usageError } from '../../../core/errors.js';
import { duplicateKey } from '../../../core/duplicate-key.js';
import { hasCode, isUnwritable, writeAtomic } from '../../../core/files.js';
import { type JsonValue, digestOf, prettyJson } from '../../../core/json.js';
import { acquireLock } from '../../../core/lock.js';
import { ownValue } from '../../../core/own.js';
import { displayPath } from '../../../core/paths.js';
import { readRegular } from '../../../core/regular-file.js';
import { isRecord } from '../../../core/remembered.js';

/** Beside lupine-bench.yaml: digests of files whose addresses have none, as they were at their first download. */
export const LOCK_FILE = 'lupine-bench.lock.json';

/** A line is an address and a digest; nobody has a hundred thousand of them. */
const LOCK_BYTES = 16 * 2 ** 20;

/** Path of the lock of a project. */
export function lockPath(project: string): string {
  return join(dirname(project), LOCK_FILE);
}

/**
 * Digest that an address is locked to; nothing for one that was never downloaded.
 * @throws BenchError `LOCK_INVALID`, `FILE_KIND`, `FILE_TOO_LARGE` (exit 2).
 */
export async function lockedDigest(lock: string, url: string): Promise<string | undefined> {
  return ownValue(await readLock(lock), url);
}

/**
 * Locks an address to a digest, unless somebody else has meanwhile.
 * @returns the digest that it is locked to.
 * @throws BenchError `LOCK_INVALID` (exit 2), `LOCK_UNWRITABLE` (exit 3).
 */
export async function lockDigest(
  lock: string,
  url: string,
  sha256: string,
  signal: AbortSignal,
): Promise<string> {
  try {
    const held = await acquireLock(join(await cacheFolder('locks'), digestOf(lock)), signal);
    try {
      const known = await readLock(lock);
      const before = ownValue(known, url);
      if (before !== undefined) return before;
      const sorted = Object.entries({ ...known, [url]: sha256 }).sort(([a], [b]) => (a < b ? -1 : 1));
      await writeAtomic(lock, prettyJson({ format: 1, artifacts: Object.fromEntries(sorted) }));
      return sha256;
    } finally {
      await held.release();
    }
  } catch (error) {
    if (!isUnwritable(error)) throw error;
    throw measureError(
      'LOCK_UNWRITABLE',
      `the digest of ${url} cannot be kept in ${displayPath(lock)}.`,
      `Make the folder writable, or write ${url}#sha256=${sha256} in lupine-bench.yaml.`,
      error,
    );
  }
}

async function readLock(lock: string): Promise<Record<string, string>> {
  let text: string | undefined;
  try {
    text = (await readRegular(lock, { most: LOCK_BYTES })).toString('utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return {};
    if (!isUnwritable(error)) throw error;
  }
  const digests = text === undefined ? undefined : parsed(text);
  if (digests !== undefined) return digests;
  throw usageError(
    'LOCK_INVALID',
    `${displayPath(lock)} ${text === undefined ? 'cannot be read as' : 'is not'} the lock of a project: {"format": 1, "artifacts": {"<address>": "<SHA-256>"}} is meant.`,
    'Restore it from your repository; without it every download would be believed again.',
  );
}

function parsed(text: string): Record<string, string> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    // JSON.parse takes the last of two, and a reader may see the first.
    if (duplicateKey(text, value as JsonValue) !== undefined) return undefined;
    if (!isRecord(value) || value['format'] !== 1 || !isRecord(value['artifacts'])) return undefined;
    const entries = Object.entries(value['artifacts']).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string' && /^[0-9a-f]{64}$/.test(entry[1]),
    );
    return entries.length === Object.keys(value['artifacts']).length
      ? Object.fromEntries(entries)
      : undefined;
  } catch {
    return undefined;
  }
}

// SPDX-License-Identifier: Apache-2.0
import { writeAtomic } from './files.js';
import { prettyJson } from './json.js';
import { readRegular } from './regular-file.js';

/** Longest file of what is remembered, bytes. */
const LONGEST = 16 * 1024 * 1024;

/**
 * What was remembered for later, by name. Only ever a help: whatever else the file holds is passed over, and a file that
 * cannot be read counts as empty; the next write makes it anew.
 * @param isEntry tells a value that can be used.
 */
export async function readRemembered<T>(
  path: string,
  isEntry: (value: unknown) => value is T,
): Promise<Map<string, T>> {
  const value = await readJson(path);
  if (!isRecord(value)) return new Map();
  return new Map(Object.entries(value).filter((entry): entry is [string, T] => isEntry(entry[1])));
}

/** Writes what is remembered; nothing fails for it. */
export async function writeRemembered(path: string, entries: ReadonlyMap<string, unknown>): Promise<void> {
  await writeAtomic(path, prettyJson(Object.fromEntries(entries))).catch(() => undefined);
}

/** The value in a JSON file of the cache; `undefined` for one that is not there or cannot be read. */
export async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse((await readRegular(path, { most: LONGEST })).toString('utf8'));
  } catch {
    return undefined;
  }
}

/** True for what is neither a list nor a plain value. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True for a number that something can have lasted, in whatever unit. */
export function isDuration(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER;
}

// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import { cacheFolder } from './cache-folder.js';
import { writeAtomic } from './files.js';
import { prettyJson } from './json.js';
import { cacheRoot } from './paths.js';
import { isRecord, readJson } from './remembered.js';

/** Numbers of earlier work on this machine, by what was done. Only for estimates, so nothing fails for them. */
export interface History<T> {
  /** Empty without a readable file; an entry that is none is left out. */
  read(): Promise<Map<string, T>>;
  /** Remembers the newest numbers of one thing. */
  remember(name: string, entry: T): Promise<void>;
}

/**
 * A history in a file of the cache.
 * @param isEntry whether a value of that file, which anybody may have written, is an entry.
 */
export function historyIn<T extends number | object>(
  file: string,
  isEntry: (value: unknown) => value is T,
): History<T> {
  const read = async (): Promise<Map<string, T>> => {
    const all = await readJson(join(cacheRoot(), file));
    if (!isRecord(all)) return new Map();
    return new Map(Object.entries(all).filter((entry): entry is [string, T] => isEntry(entry[1])));
  };
  return {
    read,
    remember: async (name, entry) => {
      try {
        const all = (await read()).set(name, entry);
        await writeAtomic(join(await cacheFolder(), file), prettyJson(Object.fromEntries(all)));
      } catch {
        // The next estimate is worse, no more.
      }
    },
  };
}

/** Whether a value is a number of something that takes time or space: not below zero, and countable. */
export function isAmount(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER;
}

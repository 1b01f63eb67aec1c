// SPDX-License-Identifier: Apache-2.0
import type { CacheKind } from '../../core/cache-entry.js';
import { type ListedEntry, listEntries, removeEntry } from '../../core/cache-list.js';
import { usedEntries } from '../../core/cache-marks.js';
import { usageError } from '../../core/errors.js';
import type { Session } from '../session.js';

/** Which entries are to go. */
export interface PruneWishes {
  kinds: readonly CacheKind[];
  /** Those that were not used for so many days. */
  olderThan?: number | undefined;
  /** Those that were not used for the longest time, until the rest has no more than so many MiB. */
  maxSize?: number | undefined;
  all?: boolean | undefined;
  /** Only say what would go. */
  dryRun?: boolean | undefined;
}

/** An entry that is gone, or would be; or why it stays. */
export interface PrunedEntry {
  entry: ListedEntry;
  became: 'removed' | 'would go' | 'in use' | 'locked';
}

const DAY_MS = 24 * 3600 * 1000;
const MIB = 1024 * 1024;

/**
 * Removes what was not used for the longest time; never what a process uses that runs, or makes just now. What is left of entries that
 * were never finished, or are damaged, goes always.
 * @throws BenchError `USAGE` (exit 2) without a wish.
 */
export async function pruneCache(wishes: PruneWishes, { progress, signal }: Session): Promise<PrunedEntry[]> {
  if (wishes.all !== true && wishes.olderThan === undefined && wishes.maxSize === undefined) {
    throw usageError(
      'USAGE',
      'it is not said what is to go.',
      'Name --older-than <days>, --max-size <MiB> or --all; --dry-run shows what would go.',
    );
  }
  progress.step('looking at the cache');
  const entries = await listEntries(wishes.kinds, signal);
  const used = await usedEntries();
  const pruned: PrunedEntry[] = [];
  for (const entry of chosen(entries, wishes, new Date())) {
    signal.throwIfAborted();
    if (wishes.dryRun === true)
      pruned.push({ entry, became: used.has(entry.digest) ? 'in use' : 'would go' });
    else {
      progress.step(`removing ${entry.kind} ${entry.digest.slice(0, 12)}`);
      pruned.push({ entry, became: await removeEntry(entry, signal) });
    }
  }
  progress.end();
  return pruned;
}

/** What is to go, what was used longest ago first. */
export function chosen(
  entries: readonly ListedEntry[],
  { olderThan, maxSize, all }: Pick<PruneWishes, 'olderThan' | 'maxSize' | 'all'>,
  now: Date,
): ListedEntry[] {
  const newestFirst = [...entries].sort((a, b) => b.used.getTime() - a.used.getTime());
  const limit = olderThan === undefined ? -Infinity : now.getTime() - olderThan * DAY_MS;
  const most = maxSize === undefined ? Infinity : maxSize * MIB;
  let kept = 0;
  const going = newestFirst.filter(({ state, bytes, used }) => {
    if (all === true || state === 'leftover' || used.getTime() < limit || kept + bytes > most) return true;
    kept += bytes;
    return false;
  });
  return going.reverse();
}

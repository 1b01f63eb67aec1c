// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { CACHE_KINDS, type CacheKind, MANIFEST, readManifest } from './cache-entry.js';
import { cacheFolder, plainFolder } from './cache-folder.js';
import { usedEntries } from './cache-marks.js';
import { rawText } from './foreign.js';
import { tryLock } from './lock.js';
import { wholeNumber } from './numbers.js';
import { runTool } from './tool.js';

/** Something in the cache that can be made again. */
export interface ListedEntry {
  kind: CacheKind;
  /** `leftover`: set aside as damaged, or never finished. */
  state: 'whole' | 'leftover';
  /** Of its inputs. */
  digest: string;
  label: string;
  dir: string;
  /** On the disk, bytes. */
  bytes: number;
  /** When it was used last. */
  used: Date;
  /** The store that it was fetched from. */
  fetched?: string | undefined;
  /** Folder of its lock. */
  locks: string;
}

/** Everything of these kinds that the cache has, what was used last first. */
export async function listEntries(
  kinds: readonly CacheKind[] = CACHE_KINDS,
  signal?: AbortSignal,
): Promise<ListedEntry[]> {
  const found = await Promise.all(
    kinds.map(async (kind) => {
      const own = await cacheFolder(kind);
      const folders = new Set([own]);
      if (kind === 'source') folders.add(await plainFolder(kind));
      const stores = await cacheFolder('fetched');
      for (const store of await readdir(stores)) {
        const folder = join(stores, store, kind);
        if (await isThere(folder)) folders.add(folder);
      }
      const listed = await Promise.all([...folders].map((folder) => entriesIn(folder, kind, own, signal)));
      return listed.flat();
    }),
  );
  return found.flat().sort((a, b) => b.used.getTime() - a.used.getTime() || (a.dir < b.dir ? -1 : 1));
}

/** An entry's folder, or what is left of one. */
const NAME = /^([0-9a-f]{64})(\.damaged|\.partial-[0-9a-f]+|\.pruned-[0-9a-f]+)?$/;

async function entriesIn(
  folder: string,
  kind: CacheKind,
  own: string,
  signal?: AbortSignal,
): Promise<ListedEntry[]> {
  const sizes = await sizesIn(folder, signal);
  const listed = (await readdir(folder)).map(async (name): Promise<ListedEntry[]> => {
    const [, digest, left] = NAME.exec(name) ?? [];
    const dir = join(folder, name);
    if (digest === undefined) return [];
    const manifest = await readManifest(dir);
    const info = await stat(join(dir, MANIFEST)).catch(() => stat(dir).catch(() => undefined));
    if (info === undefined) return [];
    const whole = left === undefined && manifest !== undefined;
    return [
      {
        ...{ kind, digest, dir, label: manifest?.label ?? 'unfinished', fetched: manifest?.fetched },
        ...{ state: whole ? 'whole' : 'leftover', used: info.mtime, bytes: sizes.get(name) ?? 0 },
        // Of what is in another place than others of its kind, the source of a kernel, the lock is there too.
        locks: kind === 'source' && !folder.includes('/fetched/') ? folder : own,
      },
    ];
  });
  return (await Promise.all(listed)).flat();
}

/** Bytes on the disk of each folder in a folder; a tree has tens of thousands of files, and du is made for that. */
async function sizesIn(folder: string, signal?: AbortSignal): Promise<Map<string, number>> {
  // An entry that goes meanwhile is no error.
  const script = 'du --block-size=1 --max-depth=1 -- "$1" 2>/dev/null || :';
  const said = await runTool('sh', ['-c', script, 'du', folder], { signal, code: 'CACHE_SIZE' });
  const sizes = new Map<string, number>();
  for (const line of rawText(said).split('\n')) {
    const [bytes = '', path = ''] = line.split('\t');
    sizes.set(basename(path), wholeNumber(bytes) ?? 0);
  }
  return sizes;
}

/** What became of an entry that was to go. */
export type Removed = 'removed' | 'in use' | 'locked';

/**
 * Removes an entry, unless a process that runs uses it or makes it just now. It is renamed first, and looked for in the marks again:
 * whoever uses an entry marks it before looking for it.
 */
export async function removeEntry(
  { dir, digest, locks }: Pick<ListedEntry, 'dir' | 'digest' | 'locks'>,
  signal?: AbortSignal,
): Promise<Removed> {
  if ((await usedEntries()).has(digest)) return 'in use';
  const lock = await tryLock(join(locks, `${digest}.lock`), signal);
  if (lock === undefined) return 'locked';
  try {
    const gone = `${dir.replace(/\.(?:damaged|partial|pruned).*$/, '')}.pruned-${randomBytes(3).toString('hex')}`;
    await rename(dir, gone);
    if ((await usedEntries()).has(digest)) {
      await rename(gone, dir);
      return 'in use';
    }
    await rm(gone, { recursive: true, force: true });
    return 'removed';
  } finally {
    await lock.release();
  }
}

async function isThere(path: string): Promise<boolean> {
  return await stat(path).then(
    (info) => info.isDirectory(),
    () => false,
  );
}

// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BenchError } from './errors.js';
import {
  type CacheKind,
  MANIFEST,
  type Verification,
  exists,
  findDamage,
  noteUse,
  readManifest,
  setAside,
  writeManifest,
} from './cache-entry.js';
import { cacheFolder } from './cache-folder.js';
import { markUse } from './cache-marks.js';
import { diskFull, freeBytes, isFull } from './files.js';
import { type JsonValue, digestOf } from './json.js';
import { acquireLock } from './lock.js';
import { privateFolder, requirePrivate } from './private-folder.js';

/** What names an entry of the cache everywhere. */
export interface EntryKey {
  kind: CacheKind;
  /** Of everything that decides the result. */
  digest: string;
  /** What a reader sees, e.g. `kernel lupine-redis`. */
  label: string;
}

/** Where others keep entries that they have made: an entry may come from there instead of being made here. */
export interface EntryStore {
  /** Name of the folder of what came from it: what one store gave serves nobody who names another one, or none. */
  readonly id: string;
  /** For readers and records; no secret is in it. */
  readonly name: string;
  /** Whether it has an entry, as far as it answers. */
  has(key: EntryKey, signal?: AbortSignal): Promise<boolean>;
  /**
   * Fills an empty folder with the files of an entry; false when the store does not answer, or has nothing of use.
   * @param files names of the files that it must have.
   * @throws BenchError `DISK_FULL`, and other errors of this machine; an AbortError.
   */
  fetch(key: EntryKey, files: readonly string[], into: string, signal?: AbortSignal): Promise<boolean>;
}

/** What to make when the cache does not have it. */
export interface CacheRequest {
  kind: CacheKind;
  /** What a reader sees, e.g. `kernel lupine-redis`. */
  label: string;
  /** Everything that decides the result; the entry's name is the digest of this. */
  inputs: JsonValue;
  signal?: AbortSignal;
  /** Fills an empty folder. Whatever it leaves there becomes the entry when it returns; nothing does when it throws. */
  build(dir: string): Promise<void>;
  /** `files` when missing. */
  verify?: Verification;
  /** Another folder for the entries of this kind, for those whose path must be plain. */
  folder?: string | undefined;
  /** Asked before anything is built. */
  store?: EntryStore | undefined;
  /** Names of the files that `build` leaves; for those that a store may have. */
  files?: readonly string[];
  /** Called when another process is building the same entry. */
  onWait?: () => void;
  /** Called when an entry was found damaged; it is set aside and built again. */
  onDamage?: (what: string) => void;
}

/** An entry of the cache, complete and verified. */
export interface CacheEntry {
  dir: string;
  digest: string;
  /** True when nothing had to be built. */
  hit: boolean;
  /** The store that it was fetched from, now or earlier; missing for what was made here. */
  fetched?: string | undefined;
}

const verified = new Set<string>();

/** Folder of what came from a store, by kind. */
export async function fetchedFolder(store: Pick<EntryStore, 'id'>, kind: CacheKind): Promise<string> {
  return await cacheFolder('fetched', store.id, kind);
}

/** Whether the cache has an entry for these inputs, made here or from this store, without making or verifying it. */
export async function isCached(kind: CacheKind, inputs: JsonValue, store?: EntryStore): Promise<boolean> {
  if ((await findCached(kind, inputs)) !== undefined) return true;
  return (
    store !== undefined && (await findCached(kind, inputs, await fetchedFolder(store, kind))) !== undefined
  );
}

/** Folder of the cache's entry for these inputs, not verified; `undefined` when there is none. */
export async function findCached(
  kind: CacheKind,
  inputs: JsonValue,
  folder?: string,
): Promise<string | undefined> {
  const digest = digestOf({ kind, inputs });
  await markUse(digest);
  const dir = join(folder ?? (await cacheFolder(kind)), digest);
  return (await requirePrivate(dir)) && (await exists(join(dir, MANIFEST))) ? dir : undefined;
}

/**
 * Gives the entry for these inputs, fetching or building it once however many processes ask at the same time. An entry is either
 * complete or absent: it is made elsewhere and renamed. Every use checks the bytes against the manifest, and an entry
 * with a flipped byte is set aside as `<digest>.damaged` and made again.
 * @throws BenchError `CACHE_FOREIGN` (exit 2) for a folder that others could change, and what `build` throws.
 */
export async function cached(request: CacheRequest): Promise<CacheEntry> {
  const { kind, label, inputs, signal, store } = request;
  const folder = request.folder === undefined ? await cacheFolder(kind) : await privateFolder(request.folder);
  const digest = digestOf({ kind, inputs });
  await markUse(digest);
  const own = join(folder, digest);
  const theirs = store === undefined ? undefined : join(await fetchedFolder(store, kind), digest);
  const places = theirs === undefined ? [own] : [own, theirs];
  const found = async (dir: string): Promise<CacheEntry> => {
    await noteUse(dir);
    const fetched = dir === theirs ? (await readManifest(dir))?.fetched : undefined;
    return { dir, digest, hit: true, ...(fetched === undefined ? {} : { fetched }) };
  };
  for (const dir of places) if ((await damageOf(dir, request)) === undefined) return await found(dir);
  const lock = await acquireLock(join(folder, `${digest}.lock`), signal, request.onWait);
  try {
    for (const dir of places) {
      const damage = await damageOf(dir, request);
      if (damage === undefined) return await found(dir);
      if (damage === 'absent') continue;
      request.onDamage?.(`${label}: ${damage}`);
      await setAside(dir);
    }
    if (store !== undefined && theirs !== undefined) {
      const fetch = (into: string): Promise<boolean> =>
        store.fetch({ kind, digest, label }, request.files ?? [], into, signal);
      if (await fill(theirs, request, fetch, store.name))
        return { dir: theirs, digest, hit: true, fetched: store.name };
    }
    await fill(own, request, async (into) => {
      await request.build(into);
      return true;
    });
    return { dir: own, digest, hit: false };
  } finally {
    await lock.release();
  }
}

/** Makes an entry under another name, and renames it; false, and nothing is left, where the work says so. */
async function fill(
  dir: string,
  request: CacheRequest,
  work: (into: string) => Promise<boolean>,
  fetched?: string,
): Promise<boolean> {
  const { label, inputs, signal, verify = 'files' } = request;
  await removeLeftovers(dir);
  const partial = `${dir}.partial-${randomBytes(3).toString('hex')}`;
  try {
    await mkdir(partial, { mode: 0o700 });
    if (!(await work(partial))) {
      await rm(partial, { recursive: true, force: true });
      return false;
    }
    signal?.throwIfAborted();
    await writeManifest(partial, { label, inputs, fetched }, verify);
    await rename(partial, dir);
  } catch (error) {
    const full = await fullDisk(dirname(dir), request, error);
    await rm(partial, { recursive: true, force: true });
    throw full ?? error;
  }
  verified.add(dir);
  return true;
}

/** With less free than this a tool that failed did so for want of space, whatever it says. */
const LEAST_FREE = 64 * 1024;

/** The error for a build that ended because no space was left; nothing when something else ended it. */
async function fullDisk(
  folder: string,
  { label, signal }: CacheRequest,
  error: unknown,
): Promise<BenchError | undefined> {
  if (signal?.aborted === true || (error instanceof BenchError && error.code === 'DISK_FULL'))
    return undefined;
  const free = await freeBytes(folder).catch(() => Infinity);
  if (!isFull(error) && free >= LEAST_FREE) return undefined;
  return diskFull(folder, `no space left to make: ${label}`, error);
}

/** What is wrong with an entry: nothing, `absent`, or words. Found sound once, it is trusted for the rest of the process. */
async function damageOf(dir: string, { verify = 'files' }: CacheRequest): Promise<string | undefined> {
  if (verified.has(dir) && (await exists(join(dir, MANIFEST)))) return undefined;
  const damage = await findDamage(dir, verify);
  if (damage === undefined) verified.add(dir);
  return damage;
}

/** A killed build leaves its temporary folder; the next builder of the same entry, holding the lock, removes it. */
async function removeLeftovers(dir: string): Promise<void> {
  const prefix = `${dir}.partial-`;
  for (const name of await readdir(dirname(dir))) {
    const path = join(dirname(dir), name);
    if (path.startsWith(prefix)) await rm(path, { recursive: true, force: true });
  }
}

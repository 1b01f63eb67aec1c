// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BenchError } from './errors.js';
import { cacheFolder } from './cache-folder.js';
import { diskFull, freeBytes, isFull, listFiles, sha256File } from './files.js';
import { type JsonValue, digestOf, prettyJson } from './json.js';
import { acquireLock } from './lock.js';
import { privateFolder, requirePrivate } from './private-folder.js';
import { isRecord, readJson } from './remembered.js';

/** Kinds of entry; each has a folder of entries named by digest. */
export type CacheKind =
  'source' | 'archive' | 'config' | 'kernel' | 'guest' | 'deb' | 'oci' | 'rootfs' | 'host' | 'probe';

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
  /** `files` (default) hashes every file at each use; `presence` is for trees of tens of thousands of files. */
  verify?: 'files' | 'presence';
  /** Another folder for the entries of this kind, for those whose path must be plain. */
  folder?: string | undefined;
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
}

interface Manifest {
  label: string;
  inputs: JsonValue;
  files: Record<string, string>;
}

/** What an entry is and what it was made from, beside its files. */
export const MANIFEST = '.manifest.json';
const verified = new Set<string>();

/** Whether the cache has an entry for these inputs, without making or verifying it. */
export async function isCached(kind: CacheKind, inputs: JsonValue): Promise<boolean> {
  return (await findCached(kind, inputs)) !== undefined;
}

/** Folder of the cache's entry for these inputs, not verified; `undefined` when there is none. */
export async function findCached(
  kind: CacheKind,
  inputs: JsonValue,
  folder?: string,
): Promise<string | undefined> {
  const dir = join(folder ?? (await cacheFolder(kind)), digestOf({ kind, inputs }));
  return (await requirePrivate(dir)) && (await exists(join(dir, MANIFEST))) ? dir : undefined;
}

/**
 * Gives the entry for these inputs, building it once however many processes ask at the same time. An entry is either
 * complete or absent: it is built elsewhere and renamed. Every use checks the bytes against the manifest, and an entry
 * with a flipped byte is set aside as `<digest>.damaged` and built again.
 * @throws BenchError `CACHE_FOREIGN` (exit 2) for a folder that others could change, and what `build` throws.
 */
export async function cached(request: CacheRequest): Promise<CacheEntry> {
  const folder =
    request.folder === undefined ? await cacheFolder(request.kind) : await privateFolder(request.folder);
  const digest = digestOf({ kind: request.kind, inputs: request.inputs });
  const dir = join(folder, digest);
  if ((await damageOf(dir, request)) === undefined) return { dir, digest, hit: true };
  const lock = await acquireLock(join(folder, `${digest}.lock`), request.signal, request.onWait);
  try {
    const damage = await damageOf(dir, request);
    if (damage === undefined) return { dir, digest, hit: true };
    if (damage !== 'absent') await setAside(dir, `${request.label}: ${damage}`, request);
    await removeLeftovers(folder, digest);
    const partial = join(folder, `${digest}.partial-${randomBytes(3).toString('hex')}`);
    try {
      await mkdir(partial, { mode: 0o700 });
      await request.build(partial);
      request.signal?.throwIfAborted();
      await writeManifest(partial, request);
      await rename(partial, dir);
    } catch (error) {
      const full = await fullDisk(folder, request, error);
      await rm(partial, { recursive: true, force: true });
      throw full ?? error;
    }
    verified.add(dir);
    return { dir, digest, hit: false };
  } finally {
    await lock.release();
  }
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

/** Only under the entry's lock: another process may be about to do the same. */
async function setAside(dir: string, what: string, { onDamage }: CacheRequest): Promise<void> {
  onDamage?.(what);
  await rm(`${dir}.damaged`, { recursive: true, force: true });
  await rename(dir, `${dir}.damaged`);
}

async function findDamage(dir: string, verify: 'files' | 'presence'): Promise<string | undefined> {
  await requirePrivate(dir);
  if (!(await exists(dir))) return 'absent';
  if (!(await exists(join(dir, MANIFEST)))) return `${MANIFEST} is missing`;
  const manifest = await readJson(join(dir, MANIFEST));
  if (!isRecord(manifest) || !isRecord(manifest['files'])) return `${MANIFEST} cannot be read`;
  if (verify === 'presence') return undefined;
  for (const [file, digest] of Object.entries(manifest['files'])) {
    const found = await sha256File(join(dir, file)).catch(() => 'nothing readable');
    if (found !== digest) return `${file} has SHA-256 ${found}, expected ${String(digest)}`;
  }
  return undefined;
}

async function writeManifest(dir: string, request: CacheRequest): Promise<void> {
  const files = new Map<string, string>();
  if (request.verify !== 'presence') {
    for (const file of await listFiles(dir)) files.set(file, await sha256File(join(dir, file)));
  }
  const { label, inputs } = request;
  const manifest: Manifest = { label, inputs, files: Object.fromEntries(files) };
  await writeFile(join(dir, MANIFEST), prettyJson(manifest));
}

/** A killed build leaves its temporary folder; the next builder of the same entry, holding the lock, removes it. */
async function removeLeftovers(folder: string, digest: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.startsWith(`${digest}.partial-`)) await rm(join(folder, name), { recursive: true, force: true });
  }
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}

// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, readlink, realpath, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { usageError } from './errors.js';
import { hasCode } from './files.js';
import { cacheRoot } from './paths.js';
import { printable } from './printable.js';
import { privateFolder, requirePrivate } from './private-folder.js';

/**
 * A folder of the cache, made when it is not there.
 * @throws BenchError (exit 2) `CACHE_PATH` for a path with control characters, `CACHE_FOREIGN` for one that others could change.
 */
export async function cacheFolder(...parts: string[]): Promise<string> {
  const root = cacheRoot();
  if (!/[\x00-\x1f\x7f]/.test(root)) {
    // First for itself: what is allowed above it, as /tmp is, is not allowed as the cache.
    await privateFolder(root);
    return await privateFolder(join(root, ...parts));
  }
  throw usageError(
    'CACHE_PATH',
    `the path of the cache has control characters: ${printable(root, 300)}.`,
    'Name another folder in LUPINE_BENCH_CACHE.',
  );
}

/**
 * A folder of the cache whose path a Makefile can hold: make and the kernel's build refuse spaces, colons and more. Where the
 * cache has another path, it is in a private folder below `/var/tmp` that belongs to this cache alone; its name is made anew
 * for each cache, and the cache's link `plain` leads there.
 * @throws BenchError as {@link cacheFolder}.
 */
export async function plainFolder(name: string): Promise<string> {
  const own = await realpath(await cacheFolder(name));
  if (isPlain(own)) return own;
  return await privateFolder(join(await plainPlace(), name));
}

const PLAIN = 'plain';
const PLAIN_PARENT = '/var/tmp';

async function plainPlace(): Promise<string> {
  const link = join(await cacheFolder(), PLAIN);
  const known = await placeBehind(link);
  if (known !== undefined) return known;
  const made = await mkdtemp(join(PLAIN_PARENT, 'lupine-bench-'));
  try {
    await symlink(made, link);
    return made;
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  }
  const other = await placeBehind(link);
  if (other !== undefined) {
    // Another process was quicker.
    await rm(made, { recursive: true });
    return other;
  }
  // What the link led to is gone, or is somebody else's by now.
  const renewed = join(await cacheFolder(), `${PLAIN}-${made.slice(-6)}`);
  await symlink(made, renewed);
  await rename(renewed, link);
  return made;
}

/** Where the link leads, if that is there and nobody else's. */
async function placeBehind(link: string): Promise<string | undefined> {
  const target = await readlink(link).catch(() => undefined);
  if (target === undefined || !isPlain(target) || !target.startsWith('/')) return undefined;
  const sound = await requirePrivate(target).catch(() => false);
  return sound ? target : undefined;
}

function isPlain(path: string): boolean {
  return /^[\w/.+@~-]+$/.test(path);
}

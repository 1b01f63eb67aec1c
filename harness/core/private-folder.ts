// SPDX-License-Identifier: Apache-2.0
import type { Stats } from 'node:fs';
import { lstat, mkdir, readlink, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { BenchError, usageError } from './errors.js';
import { hasCode, writeError } from './files.js';
import { printable } from './printable.js';

/** As many as the kernel follows. */
const MAX_LINKS = 40;

const STICKY = 0o1000;
const WRITABLE_BY_OTHERS = 0o022;

/**
 * Makes a folder for this user alone, with those above it that are missing, and makes sure that nobody else can put anything
 * there: what is in it is executed, linked and believed because it is there.
 * @throws BenchError `CACHE_FOREIGN` (exit 2); `DISK_FULL`, `FILE_ERROR` or `WRITE_FAILED`.
 */
export async function privateFolder(path: string): Promise<string> {
  const absolute = resolve(path);
  try {
    const there = (await requirePrivate(absolute)) && (await isFolder(absolute));
    if (!there) {
      await mkdirPrivate(absolute);
      await requirePrivate(absolute);
    }
  } catch (error) {
    throw writeError(absolute, error);
  }
  return absolute;
}

/**
 * Looks at every folder and link on the way to a folder, links followed. Each must belong to this user or to root, and nobody
 * else may write to it; above the folder itself that may also be one like `/tmp`, in which nobody can touch what others have.
 * @returns false when the way ends before the folder: it is not there yet.
 * @throws BenchError `CACHE_FOREIGN` (exit 2).
 */
export async function requirePrivate(path: string): Promise<boolean> {
  const owners = await trustedOwners();
  const rest = resolve(path).split('/').filter(Boolean);
  let at = '/';
  let links = 0;
  requireOwn(at, await lstat(at), owners, rest.length === 0);
  for (let name = rest.shift(); name !== undefined; name = rest.shift()) {
    if (name === '..') {
      at = dirname(at);
      continue;
    }
    const next = join(at, name);
    const info = await lstat(next).catch((error: unknown) => {
      if (hasCode(error, 'ENOENT')) return undefined;
      throw error;
    });
    if (info === undefined) return false;
    requireOwn(next, info, owners, rest.length === 0);
    if (!info.isSymbolicLink()) {
      at = next;
      continue;
    }
    links += 1;
    if (links > MAX_LINKS) throw foreign(next, 'leads through links in a circle');
    const target = await readlink(next);
    if (target.startsWith('/')) at = '/';
    rest.unshift(...target.split('/').filter((part) => part !== '' && part !== '.'));
  }
  return true;
}

interface Owners {
  user: number;
  /** Owner of `/`: in a user namespace root's files may belong to nobody. */
  top: number;
}

async function trustedOwners(): Promise<Owners> {
  return { user: process.getuid?.() ?? 0, top: (await stat('/')).uid };
}

function requireOwn(path: string, info: Stats, { user, top }: Owners, last: boolean): void {
  const atTop = dirname(path) === '/' && info.uid === top;
  if (info.uid !== 0 && info.uid !== user && !atTop)
    throw foreign(path, `belongs to the user with number ${info.uid}`);
  if (info.isSymbolicLink() || (info.mode & WRITABLE_BY_OTHERS) === 0) return;
  const shared = (info.mode & STICKY) !== 0 && (info.uid === 0 || atTop);
  if (shared && !last) return;
  throw foreign(path, `can be written to by others (mode ${(info.mode & 0o7777).toString(8)})`);
}

function foreign(path: string, what: string): BenchError {
  return usageError(
    'CACHE_FOREIGN',
    `${printable(path, 300)}, where programs and sources are kept that this program runs, ${what}.`,
    'Name a folder of your own in LUPINE_BENCH_CACHE; or, if you trust all that is in it, take it (`chown`) and close it to others (`chmod -R go-w`).',
  );
}

async function mkdirPrivate(path: string): Promise<void> {
  const parent = dirname(path);
  if (parent !== path && !(await isFolder(parent))) await mkdirPrivate(parent);
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    // Another process may have made it meanwhile; whose it is is looked at afterwards.
    if (!hasCode(error, 'EEXIST') || !(await isFolder(path))) throw error;
  }
}

async function isFolder(path: string): Promise<boolean> {
  return await stat(path).then(
    (info) => info.isDirectory(),
    () => false,
  );
}

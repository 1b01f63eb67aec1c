// SPDX-License-Identifier: Apache-2.0
import { appendFile, readFile, readdir, readlink, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from './cache-folder.js';
import { wholeNumber } from './numbers.js';
import { isRunning, ownerOf } from './owner.js';

/** Folder with a file for each process that uses entries: who it is in the first line, then digests, one a line. */
const MARKS = 'used';

/** A process of another container cannot be looked at: what it marked so long ago it is done with. */
const FOREIGN_MS = 2 * 24 * 3600 * 1000;

const marked = new Set<string>();

/**
 * Marks an entry as in use by this process until it ends, so that nobody prunes it. To be called before the entry is looked for: who
 * prunes looks at the marks again when the entry is out of sight. A cache that cannot be written to is not pruned either.
 */
export async function markUse(digest: string): Promise<void> {
  const folder = await cacheFolder(MARKS);
  const key = `${folder} ${digest}`;
  if (marked.has(key)) return;
  try {
    const { pid, started } = await ownerOf();
    const file = join(folder, String(pid));
    const first = `${started} ${await processSpace()}\n`;
    const known = await readFile(file, 'utf8').catch(() => '');
    // One of a process that had the same number before.
    if (!known.startsWith(first)) await rm(file, { force: true });
    await appendFile(file, known.startsWith(first) ? `${digest}\n` : `${first}${digest}\n`, { mode: 0o600 });
    marked.add(key);
  } catch {
    // Full or read-only: the entry is used all the same.
  }
}

/** Digests of the entries that running processes use; what ended ones have left is removed. */
export async function usedEntries(): Promise<Set<string>> {
  const folder = await cacheFolder(MARKS);
  const used = new Set<string>();
  for (const name of await readdir(folder)) {
    const file = join(folder, name);
    const [first = '', ...digests] = (await readFile(file, 'utf8').catch(() => '')).split('\n');
    if (await isAlive(file, wholeNumber(name), first))
      digests.filter(Boolean).forEach((one) => used.add(one));
    else await rm(file, { force: true });
  }
  return used;
}

async function isAlive(file: string, pid: number | undefined, first: string): Promise<boolean> {
  const [, started = '', boot = '', space] = /^(\d+ (\S+)) (\S+)$/.exec(first) ?? [];
  if (pid === undefined || started === '') return false;
  const { started: mine } = await ownerOf();
  if (!mine.endsWith(boot)) return false;
  if (space === (await processSpace())) return await isRunning({ pid, started });
  const info = await stat(file).catch(() => undefined);
  return info !== undefined && Date.now() - info.mtimeMs < FOREIGN_MS;
}

/** In which numbers of processes this one has its own: a container has its own. */
async function processSpace(): Promise<string> {
  return await readlink('/proc/self/ns/pid').catch(() => 'unknown');
}

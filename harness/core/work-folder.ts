// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { plainFolder } from './cache-folder.js';

/** No build takes so long: what is older was left by one that was killed. */
const FORGOTTEN_MS = 2 * 24 * 3600 * 1000;

/**
 * A fresh folder for the files of one build, in the cache that gets the result and with a path that any build system can
 * bear. What killed builds of the same thing left is removed, so only who holds the lock of that thing may call this.
 * @param what digest of what is built, or another name that nobody else builds under meanwhile.
 */
export async function workFolder(what: string): Promise<string> {
  const parent = await plainFolder('work');
  const prefix = `${what.slice(0, 16).replaceAll(/[^A-Za-z0-9]/g, '-')}-`;
  for (const name of await readdir(parent)) {
    const path = join(parent, name);
    if (name.startsWith(prefix) || (await isForgotten(path)))
      await rm(path, { recursive: true, force: true });
  }
  return await mkdtemp(join(parent, prefix));
}

/** Works in such a folder; it is removed afterwards. */
export async function inWorkFolder<T>(what: string, work: (dir: string) => Promise<T>): Promise<T> {
  const dir = await workFolder(what);
  try {
    return await work(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function isForgotten(path: string): Promise<boolean> {
  const info = await stat(path).catch(() => undefined);
  return info !== undefined && Date.now() - info.mtimeMs > FORGOTTEN_MS;
}

// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { wholeNumber } from '../core/numbers.js';
import { cacheFolder } from '../core/cache-folder.js';

/** What stands for the folder of a boot in command lines that are kept: equal boots have equal words. */
export const BOOT_FOLDER = '<boot>';

/** Works in a folder of its own below the cache, which is gone afterwards; those of killed processes are removed too. */
export async function inBootFolder<T>(work: (dir: string) => Promise<T>): Promise<T> {
  const parent = await cacheFolder('boot');
  await removeLeftovers(parent);
  const dir = await mkdtemp(join(parent, `${process.pid}-`));
  try {
    return await work(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function removeLeftovers(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const pid = wholeNumber(name.split('-')[0], 1);
    if (pid === undefined || !isRunning(pid)) await rm(join(parent, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Somebody else's process is one that runs.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

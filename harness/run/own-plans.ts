// SPDX-License-Identifier: Apache-2.0
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from '../core/cache-folder.js';
import { writeAtomic } from '../core/files.js';

/**
 * Notes that a plan was made here, by this user: what it names for the making of kernels is then known to be theirs. Only saves
 * them an option of `resume`, so it never fails.
 */
export async function rememberPlan(digest: string): Promise<void> {
  await writeAtomic(await noteOf(digest), '').catch(() => undefined);
}

/** True for a plan that was made here by this user. */
export async function isOwnPlan(digest: string): Promise<boolean> {
  const note = await stat(await noteOf(digest)).catch(() => undefined);
  return note?.isFile() === true && note.uid === process.getuid?.();
}

async function noteOf(digest: string): Promise<string> {
  return join(await cacheFolder('plans'), digest);
}

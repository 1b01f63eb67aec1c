// SPDX-License-Identifier: Apache-2.0
import { readdir } from 'node:fs/promises';
import { BenchError } from '../core/errors.js';
import { hasCode } from '../core/files.js';
import { readProfile } from '../profile/store.js';
import type { Profile } from '../profile/types.js';
import type { RunFolder } from '../run/folder.js';

/** Name of a profile's file: the number of its step. */
const NAME = /^(\d{1,9})\.json$/;

/**
 * The profiles of a run's boots, `profiles/<step>.json`, in the order of its steps; none where the run has none. One that cannot
 * be used costs nothing else: it is named among the folder's damage.
 */
export async function profilesOf(folder: RunFolder): Promise<Profile[]> {
  const profiles: Profile[] = [];
  for (const step of await stepsWithProfile(folder)) {
    try {
      profiles.push(await readProfile(folder.path('profiles', `${step}.json`)));
    } catch (error) {
      if (!(error instanceof BenchError)) throw error;
      folder.damage.push(`${error.message} ${error.next}`);
    }
  }
  return profiles;
}

async function stepsWithProfile(folder: RunFolder): Promise<number[]> {
  try {
    const names = await readdir(folder.path('profiles'));
    return names
      .flatMap((name) => NAME.exec(name)?.[1] ?? [])
      .map(Number)
      .sort((a, b) => a - b);
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return [];
    throw error;
  }
}

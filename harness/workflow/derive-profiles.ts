// SPDX-License-Identifier: Apache-2.0
import type { Profile } from '../profile/types.js';
import type { RunFolder } from '../run/folder.js';

/** The profiles of a run's boots in the order of its steps. One that cannot be used is named among the folder's damage. */
export async function profilesOf(folder: RunFolder): Promise<Profile[]> {
  const { steps } = await folder.plan();
  const profiles: Profile[] = [];
  for (const step of steps) {
    const profile = await folder.profile(step);
    if (profile !== undefined) profiles.push(profile);
  }
  return profiles;
}

// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import { writeBelow } from '../core/confined.js';
import type { FileData } from '../core/files.js';
import { prettyJson } from '../core/json.js';
import { profileText } from '../profile/encode.js';
import type { ProfileDifference } from '../profile/diff/types.js';
import type { Profile } from '../profile/types.js';

/**
 * Writes a profile in every form that tools read: `profile.json` (as runs keep it), a page with a flame graph, folded stacks, and the
 * files of speedscope and pprof.
 * @returns paths of the files.
 */
export async function writeProfile(out: string, profile: Profile): Promise<string[]> {
  const [{ profilePage }, { foldedStacks }, { speedscopeFile }, { pprofFile }] = await Promise.all([
    import('../report/profile/page.js'),
    import('../profile/output/folded.js'),
    import('../profile/output/speedscope.js'),
    import('../profile/output/pprof.js'),
  ]);
  return await writeAll(out, {
    'profile.json': profileText(profile),
    'profile.html': await profilePage(profile),
    'profile.folded': foldedStacks(profile),
    'profile.speedscope.json': prettyJson(speedscopeFile(profile)),
    'profile.pb.gz': pprofFile(profile),
  });
}

/** Writes the page of a difference, with a differential flame graph, and both of its profiles. @returns paths of the files. */
export async function writeDifference(
  out: string,
  difference: ProfileDifference,
  before: Profile,
  after: Profile,
): Promise<string[]> {
  const { differencePage } = await import('../report/profile/page.js');
  return await writeAll(out, {
    'difference.html': await differencePage(difference, before, after),
    'before.json': profileText(before),
    'after.json': profileText(after),
  });
}

async function writeAll(out: string, files: Readonly<Record<string, FileData>>): Promise<string[]> {
  for (const [name, data] of Object.entries(files)) await writeBelow(out, name, data);
  return Object.keys(files).map((name) => join(out, name));
}

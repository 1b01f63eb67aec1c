// SPDX-License-Identifier: Apache-2.0
import { systemLabel } from '../../comparison/cell.js';
import { diffProfiles } from '../../profile/diff/diff.js';
import type { ProfileDifference, ProfileName } from '../../profile/diff/types.js';
import type { Profile } from '../../profile/types.js';

/** One side of a difference. */
export interface DifferenceSide {
  profile: Profile;
  /** Which state of the system it is of: a commit, or a run; missing where both sides are of now. */
  revision?: string | undefined;
}

/** The difference of two sides, named by what they are of. */
export function diffSides(before: DifferenceSide, after: DifferenceSide): ProfileDifference {
  const found = diffProfiles(before.profile, after.profile);
  return { ...found, before: named(found.before, before), after: named(found.after, after) };
}

function named(name: ProfileName, { revision }: DifferenceSide): ProfileName {
  return { ...name, system: systemLabel({ system: name.system, revision }) };
}

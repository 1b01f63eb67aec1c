// SPDX-License-Identifier: Apache-2.0
import { usageError } from '../core/errors.js';
import { suggest } from '../core/suggest.js';
import type { Profile } from './types.js';

/**
 * A profile of one of its phases alone.
 * @throws BenchError `PHASE_UNKNOWN` (exit 2) with the phases that there are.
 */
export function onlyPhase(profile: Profile, name: string): Profile {
  const phases = profile.phases.filter((phase) => phase.name === name);
  if (phases.length > 0) return { ...profile, phases };
  const known = profile.phases.map((phase) => phase.name);
  throw usageError('PHASE_UNKNOWN', `this profile has no phase "${name}".`, suggest(name, known));
}

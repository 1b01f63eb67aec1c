// SPDX-License-Identifier: Apache-2.0
import type { ExitCode } from '../../core/errors.js';
import type { Environment } from '../../environment/environment.js';
import { profileDifference } from '../../workflow/difference/difference.js';
import { type ProfileWishes, profileScenario } from '../../workflow/profile.js';
import type { Session } from '../../workflow/session.js';

/** Options of `profile`, as the command line gives them. */
export interface ProfileCommandOptions extends ProfileWishes {
  /** The side before and the one after: systems, runs or commits. */
  diff?: readonly string[] | undefined;
}

/** `lupine-bench profile <scenario>`. */
export async function profileCommand(
  name: string,
  { diff, ...wishes }: ProfileCommandOptions,
  environment: Environment,
  session: Session,
): Promise<ExitCode> {
  return diff === undefined
    ? await profileScenario(name, wishes, environment, session)
    : await profileDifference(name, diff, wishes, environment, session);
}

// SPDX-License-Identifier: Apache-2.0
import type { ExitCode } from '../../core/errors.js';
import type { Environment } from '../../environment/environment.js';
import { type ProfileWishes, profileScenario } from '../../workflow/profile.js';
import type { Session } from '../../workflow/session.js';

/** Options of `profile`, as the command line gives them. */
export type ProfileCommandOptions = ProfileWishes;

/** `lupine-bench profile <scenario>`. */
export async function profileCommand(
  name: string,
  options: ProfileCommandOptions,
  environment: Environment,
  session: Session,
): Promise<ExitCode> {
  return await profileScenario(name, options, environment, session);
}

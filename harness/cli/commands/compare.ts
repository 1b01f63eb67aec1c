// SPDX-License-Identifier: Apache-2.0
import type { ExitCode } from '../../core/errors.js';
import type { Environment } from '../../environment/environment.js';
import { type CompareWishes, compareNamed } from '../../workflow/compare/compare.js';
import type { Session } from '../../workflow/session.js';

/** Options of `compare`, as the command line gives them. */
export type CompareCommandOptions = CompareWishes;

/** `lupine-bench compare <base> <head>`. */
export async function compareCommand(
  names: string[],
  options: CompareCommandOptions,
  environment: Environment,
  session: Session,
): Promise<ExitCode> {
  return await compareNamed(names, options, environment, session);
}

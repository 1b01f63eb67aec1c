// SPDX-License-Identifier: Apache-2.0
import type { ExitCode } from '../../core/errors.js';
import type { Environment } from '../../environment/environment.js';
import { type AcceptWishes, acceptChange } from '../../workflow/compare/accept.js';
import type { Session } from '../../workflow/session.js';

/** Options of `accept`, as the command line gives them. */
export type AcceptCommandOptions = AcceptWishes;

/** `lupine-bench accept <metric> --because <why>`. */
export async function acceptCommand(
  metric: string,
  options: AcceptCommandOptions,
  environment: Environment,
  session: Session,
): Promise<ExitCode> {
  return await acceptChange(metric, options, environment, session);
}

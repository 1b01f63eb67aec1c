// SPDX-License-Identifier: Apache-2.0
import type { ExitCode } from '../../core/errors.js';
import type { Environment } from '../../environment/environment.js';
import { type GateWishes, gateProject } from '../../workflow/gate/gate.js';
import type { Session } from '../../workflow/session.js';

/** Options of `gate`, as the command line gives them. */
export type GateCommandOptions = GateWishes;

/** `lupine-bench gate <scenario...>`. */
export async function gateCommand(
  names: string[],
  options: GateCommandOptions,
  environment: Environment,
  session: Session,
): Promise<ExitCode> {
  return await gateProject(names, options, environment, session);
}

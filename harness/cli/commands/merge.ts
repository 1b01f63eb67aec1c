// SPDX-License-Identifier: Apache-2.0
import type { ExitCode } from '../../core/errors.js';
import type { Environment } from '../../environment/environment.js';
import { type MergeWishes, mergeShards } from '../../workflow/merge/merge.js';
import type { Session } from '../../workflow/session.js';

/** Options of `merge`, as the command line gives them. */
export type MergeCommandOptions = MergeWishes;

/** `lupine-bench merge <runs...>`: joins what the shards of a plan have measured. */
export async function mergeCommand(
  names: string[],
  options: MergeCommandOptions,
  environment: Environment,
  session: Session,
): Promise<ExitCode> {
  return await mergeShards(names, options, environment, session);
}

// SPDX-License-Identifier: Apache-2.0
import { type ExitCode, usageError } from '../../core/errors.js';
import type { Environment } from '../../environment/environment.js';
import { bisectCommits } from '../../workflow/bisect/commits.js';
import { bisectOptions } from '../../workflow/bisect/options.js';
import type { BisectWishes } from '../../workflow/bisect/wishes.js';
import type { Session } from '../../workflow/session.js';

/** Options of `bisect`, as the command line gives them. */
export interface BisectCommandOptions extends BisectWishes {
  good?: string | undefined;
  bad?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

/**
 * `lupine-bench bisect <metric>`: which commit moved it (`--good`, `--bad`), or which option between two systems (`--from`, `--to`).
 * @throws BenchError `BISECT_WHAT` (exit 2) unless it is told exactly one of both.
 */
export async function bisectCommand(
  metric: string,
  options: BisectCommandOptions,
  environment: Environment,
  session: Session,
): Promise<ExitCode> {
  const { good, bad, from, to } = options;
  const systems = from !== undefined || to !== undefined;
  if (good !== undefined && bad !== undefined && !systems) {
    return await bisectCommits(metric, { ...options, good, bad }, environment, session);
  }
  if (from !== undefined && to !== undefined && good === undefined && bad === undefined) {
    return await bisectOptions(metric, { ...options, from, to }, environment, session);
  }
  throw usageError(
    'BISECT_WHAT',
    'a bisection needs two commits, or two systems, between which something moved the metric.',
    'Give --good and --bad, or --from and --to.',
  );
}

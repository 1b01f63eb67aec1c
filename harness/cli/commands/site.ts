// SPDX-License-Identifier: Apache-2.0
import type { ExitCode } from '../../core/errors.js';
import type { Environment } from '../../environment/environment.js';
import type { Session } from '../../workflow/session.js';
import { type SiteWishes, writeSite } from '../../workflow/site/site.js';

/** Options of `site`, as the command line gives them. */
export type SiteCommandOptions = SiteWishes;

/** `lupine-bench site`: the history and every run as pages that need no server. */
export async function siteCommand(
  options: SiteCommandOptions,
  environment: Environment,
  session: Session,
): Promise<ExitCode> {
  return await writeSite(options, environment, session);
}

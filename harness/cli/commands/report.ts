// SPDX-License-Identifier: Apache-2.0
import type { ExitCode } from '../../core/errors.js';
import { catalogueOf } from '../catalogue-of.js';
import { findRun } from '../find-run.js';
import type { Session } from '../session.js';
import { showRun } from './finish.js';

/** `lupine-bench report [run]`: derives everything again from the boots. */
export async function reportCommand(
  run: string | undefined,
  options: { out?: string; json?: boolean },
  session: Session,
): Promise<ExitCode> {
  const folder = await findRun(run, options.out);
  const plan = await folder.plan();
  const catalogue = await catalogueOf(folder, plan);
  return await showRun(folder, catalogue, options.json === true, session);
}

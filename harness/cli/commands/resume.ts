// SPDX-License-Identifier: Apache-2.0
import type { ExitCode } from '../../core/errors.js';
import { createQemu } from '../../vmm/qemu.js';
import { catalogueOf } from '../catalogue-of.js';
import { findRun } from '../find-run.js';
import type { Session } from '../session.js';
import { finishRun, showRun } from './finish.js';

/** `lupine-bench resume [run]`. */
export async function resumeCommand(
  run: string | undefined,
  options: { out?: string; json?: boolean },
  session: Session,
): Promise<ExitCode> {
  const folder = await findRun(run, options.out);
  const plan = await folder.plan();
  const catalogue = await catalogueOf(folder, plan);
  // Nothing is booted for logs: what is there is all there is.
  if (plan.imported !== undefined) return await showRun(folder, catalogue, options.json === true, session);
  session.progress.note(`resuming ${folder.id}`);
  return await finishRun(
    folder,
    plan,
    { catalogue, vmm: createQemu(), json: options.json === true },
    session,
  );
}

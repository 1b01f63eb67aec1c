// SPDX-License-Identifier: Apache-2.0
import type { ExitCode } from '../../core/errors.js';
import { chooseClaims, loadClaims } from '../../claim/load.js';
import { scenariosFor } from '../../claim/scenarios.js';
import { makePlan } from '../../plan/plan.js';
import { appNames } from '../../scenario/load.js';
import { loadSystems } from '../../system/catalogue.js';
import { createQemu } from '../../vmm/qemu.js';
import { chooseClock } from '../clock.js';
import { findRun } from '../find-run.js';
import type { Session } from '../session.js';
import { showClaims } from './finish.js';
import { type RunCommandOptions, startRun } from './run.js';

/** Options of `reproduce`, as the command line gives them. */
export interface ReproduceCommandOptions extends Omit<RunCommandOptions, 'system' | 'app' | 'memory'> {
  /** Claims to judge; all of them by default. */
  claim?: string[];
  /** An existing run to judge them by, instead of making one. */
  run?: string;
}

/** `lupine-bench reproduce`: measures what the paper's claims need, or takes an existing run, and judges them. */
export async function reproduceCommand(
  options: ReproduceCommandOptions,
  session: Session,
): Promise<ExitCode> {
  const claims = chooseClaims(await loadClaims(), options.claim);
  const ids = claims.map(({ id }) => id);
  const catalogue = await loadSystems(await appNames());
  if (options.run !== undefined) {
    const folder = await findRun(options.run, options.out);
    await folder.plan();
    return await showClaims(folder, { catalogue, json: options.json === true, ids }, session);
  }
  const vmm = createQemu();
  const { clock, reason } = await chooseClock(options.clock, vmm, session.signal);
  const nameFor = (pattern: string, app: string): string => catalogue.nameFor(pattern, app);
  const plan = makePlan(await scenariosFor(claims, clock, nameFor), catalogue, {
    clock,
    clockReason: reason,
    ...(options.boots === undefined ? {} : { boots: options.boots }),
    ...(options.kernelSource === undefined ? {} : { kernelSource: options.kernelSource }),
  });
  return await startRun({ ...plan, reproduce: { claims: ids } }, { catalogue, vmm }, options, session);
}

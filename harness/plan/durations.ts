// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import { cacheFolder } from '../core/cache-folder.js';
import { isDuration, readRemembered, writeRemembered } from '../core/remembered.js';
import type { PlanStep } from './types.js';

const historyPath = async (): Promise<string> => join(await cacheFolder(), 'step-history.json');

/** Name of the cell to which a step belongs. */
export function cellName({ scenario, app, system, revision }: PlanStep): string {
  return `${scenario}/${app}/${system}${revision === undefined ? '' : `@${revision}`}`;
}

/** How long a step of each cell took on this machine last time, ms by cell; empty without a readable history. */
export async function readStepHistory(): Promise<ReadonlyMap<string, number>> {
  return await readRemembered(await historyPath(), isDuration);
}

/** Remembers the duration of a step (ms) for the next plan's estimate; a run never fails for it. */
export async function rememberStep(cell: string, ms: number): Promise<void> {
  const history = new Map(await readStepHistory());
  await writeRemembered(await historyPath(), history.set(cell, Math.round(ms)));
}

// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomic } from '../core/files.js';
import { prettyJson } from '../core/json.js';
import { cacheFolder } from '../core/cache-folder.js';
import type { PlanStep } from './types.js';

const historyPath = async (): Promise<string> => join(await cacheFolder(), 'step-history.json');

/** Name of the cell to which a step belongs. */
export function cellName({ scenario, app, system, revision }: PlanStep): string {
  return `${scenario}/${app}/${system}${revision === undefined ? '' : `@${revision}`}`;
}

/** How long a step of each cell took on this machine last time, ms by cell; empty without a readable history. */
export async function readStepHistory(): Promise<Record<string, number>> {
  try {
    return JSON.parse(await readFile(await historyPath(), 'utf8')) as Record<string, number>;
  } catch {
    return {};
  }
}

/** Remembers the duration of a step (ms) for the next plan's estimate. */
export async function rememberStep(cell: string, ms: number): Promise<void> {
  const history = { ...(await readStepHistory()), [cell]: Math.round(ms) };
  // Only an estimate: a run never fails for it.
  await writeAtomic(await historyPath(), prettyJson(history)).catch(() => undefined);
}

// SPDX-License-Identifier: Apache-2.0
import { writeBelow } from '../core/confined.js';
import { sealedJson } from '../core/seal.js';
import type { PlanStep } from '../plan/types.js';
import { recordFault } from './check-record.js';
import type { RunFolder } from './folder.js';
import type { StepRecord, StoredRecord } from './record.js';
import { readRunFile } from './run-file.js';

/** Path of the reason why a step was not made, beside where its record would be: `resume` makes it as if there were none. */
function unmadePath({ n }: PlanStep): string {
  return `boots/${n}.unmade.json`;
}

/** Keeps why a step has no record: its image could not be made, or something else than the guest ended its boot. */
export async function writeUnmade(folder: RunFolder, record: StepRecord): Promise<void> {
  const stored: StoredRecord = { ...record, plan: await folder.planDigest() };
  await writeBelow(folder.dir, unmadePath(record.step), sealedJson(stored));
}

/** Why a step was not made the last time, for the report; nothing when nothing sound says so. */
export async function readUnmade(folder: RunFolder, step: PlanStep): Promise<StepRecord | undefined> {
  const read = await readRunFile<StoredRecord>(folder.dir, unmadePath(step), 'record');
  if (read === undefined || !('value' in read)) return undefined;
  const known = { plan: await folder.plan(), digest: await folder.planDigest(), step };
  return recordFault(read.value, known) === undefined ? read.value : undefined;
}

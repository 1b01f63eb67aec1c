// SPDX-License-Identifier: Apache-2.0
import { BenchError } from '../core/errors.js';
import type { StepFailure, StepRecord } from './record.js';

/** A failure to measure as it stands in a record. @throws everything else, which stops the run. */
export function failureOf(error: unknown): StepFailure {
  if (error instanceof BenchError && error.scope !== 'run') {
    return { code: error.code, message: error.message, next: error.next };
  }
  throw error;
}

/** Values by metric apart from the reasons why single metrics have none. */
export function splitByOutcome(
  each: Readonly<Record<string, number | BenchError>>,
): Pick<StepRecord, 'values' | 'missing'> {
  const values = new Map<string, number>();
  const missing = new Map<string, StepFailure>();
  for (const [metric, found] of Object.entries(each)) {
    if (typeof found === 'number') values.set(metric, found);
    else missing.set(metric, failureOf(found));
  }
  const lacking = missing.size === 0 ? {} : { missing: Object.fromEntries(missing) };
  return { values: Object.fromEntries(values), ...lacking };
}

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

/** JSON has no infinity: a value that is none, or no number, is missing, with the reason. */
export function withoutInfinite(record: StepRecord): StepRecord {
  const odd = Object.entries(record.values).filter(([, value]) => !Number.isFinite(value));
  if (odd.length === 0) return record;
  const reasons = odd.map(([metric, value]): [string, StepFailure] => [
    metric,
    {
      code: 'VALUE_IMPLAUSIBLE',
      message: `${metric} came out as ${value}.`,
      next: 'Look at what the client printed.',
    },
  ]);
  const values = Object.entries(record.values).filter(([, value]) => Number.isFinite(value));
  return {
    ...record,
    values: Object.fromEntries(values),
    missing: { ...record.missing, ...Object.fromEntries(reasons) },
  };
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

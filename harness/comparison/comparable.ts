// SPDX-License-Identifier: Apache-2.0
import { BenchError, EXIT } from '../core/errors.js';
import { ownValue } from '../core/own.js';
import { type Cell, bringsMonitor, systemLabel } from './cell.js';
import { compareConditions } from './conditions.js';
import type { Side } from './side.js';

/** Something in which two sides differ, so that their values do not compare. */
export interface DifferingField {
  /** In words, e.g. `clock definition`; a parameter by its name. */
  field: string;
  /** What the system's side has, and the baseline's; empty for a parameter that a side does not have. */
  value: string;
  baseline: string;
}

const FIELDS: readonly { field: string; of: (cell: Cell) => string }[] = [
  { field: 'metric', of: ({ metric }) => metric },
  { field: 'unit', of: ({ unit }) => unit },
  { field: 'clock', of: ({ clock }) => clock },
  { field: 'clock definition', of: ({ clockDefinition }) => `${clockDefinition}` },
  { field: 'monitor', of: ({ monitor }) => monitor },
  { field: 'host', of: ({ host }) => host },
];

/** Everything in which two sides must agree and do not; empty when their values compare. */
export function differingFields(side: Side, baseline: Side): DifferingField[] {
  const fields = FIELDS.filter(({ field }) => field !== 'monitor' || !areOfSystems(side, baseline)).map(
    ({ field, of }) => ({
      field,
      value: of(side.cell),
      baseline: of(baseline.cell),
    }),
  );
  const parameters = parameterFields(side, baseline);
  // What follows from a parameter is not said twice.
  const conditions = parameters.length > 0 ? [] : conditionFields(side, baseline);
  return [...fields.filter((one) => one.value !== one.baseline), ...parameters, ...conditions];
}

/** A monitor that a system brings belongs to the system: that it is another one is named, and is what is compared. */
function areOfSystems({ cell }: Side, baseline: Side): boolean {
  return bringsMonitor(cell) || bringsMonitor(baseline.cell);
}

function conditionFields(side: Side, baseline: Side): DifferingField[] {
  return compareConditions(side, baseline)
    .filter(({ verdict }) => verdict === 'refused')
    .map(({ label, value, baseline: other }) => ({ field: label, value, baseline: other }));
}

/**
 * Refuses two sides whose values do not compare.
 * @throws BenchError `RATIO_NOT_COMPARABLE` (exit 5) naming each field that differs, with both values.
 */
export function requireComparable(side: Side, baseline: Side): void {
  const fields = differingFields(side, baseline);
  if (fields.length === 0) return;
  const words = fields.map((one) => `${one.field} (${one.value || 'none'}, ${one.baseline || 'none'})`);
  throw new BenchError({
    code: 'RATIO_NOT_COMPARABLE',
    message: `${sentenceName(side.cell)} and ${sentenceName(baseline.cell)} differ in ${words.join(', ')}.`,
    next: 'Compare only values of one metric, unit, clock, clock definition, monitor and host, measured with the same parameters and alike.',
    exit: EXIT.notComparable,
  });
}

function parameterFields(side: Side, baseline: Side): DifferingField[] {
  const [mine, theirs] = [parametersOf(side), parametersOf(baseline)];
  const names = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])];
  return names
    .map((name) => ({
      field: `parameter "${name}"`,
      value: String(ownValue(mine, name) ?? ''),
      baseline: String(ownValue(theirs, name) ?? ''),
    }))
    .filter((one) => one.value !== one.baseline);
}

function parametersOf({ run, cell }: Side): Readonly<Record<string, string | number | boolean>> {
  return run.scenarios.find(({ name }) => name === cell.scenario)?.parameters ?? {};
}

function sentenceName(cell: Cell): string {
  return `${cell.metric} of ${cell.app} on ${systemLabel(cell)}`;
}

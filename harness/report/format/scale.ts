// SPDX-License-Identifier: Apache-2.0
import type { Unit } from '../../metric/types.js';
import { grouped } from '../../core/grouped.js';
import { threeDigits } from './number.js';

/** How the values of one metric are written: all in the same multiple of the unit, so that they compare by eye. */
export interface Scale {
  /** Label of the multiple, e.g. `M vns`, `ms`, `MB`. */
  label: string;
  /** What one of these is, in the unit of the samples. */
  size: number;
}

const STEPS: Record<Unit, readonly Scale[]> = {
  vns: steps(['vns', 'k vns', 'M vns', 'G vns']),
  ns: steps(['ns', 'µs', 'ms', 's']),
  'req/vs': steps(['req/vs']),
  'req/s': steps(['req/s']),
  'MB/vs': steps(['MB/vs']),
  'MB/s': steps(['MB/s']),
  requests: steps(['requests']),
  bytes: steps(['B', 'kB', 'MB', 'GB']),
  MiB: steps(['MiB']),
  options: steps(['options']),
};

function steps(labels: readonly string[]): Scale[] {
  return labels.map((label, index) => ({ label, size: 1000 ** index }));
}

/** The largest multiple in which the smallest value is still at least one; bytes are read as MB from half of one. */
export function scaleOf(unit: Unit, values: readonly number[]): Scale {
  const smallest = Math.min(...values.map(Math.abs).filter((value) => value > 0));
  const [first, ...larger] = STEPS[unit];
  const least = unit === 'bytes' ? 0.5 : 1;
  const plain = first ?? { label: unit, size: 1 };
  return larger.findLast((scale) => Number.isFinite(smallest) && smallest >= scale.size * least) ?? plain;
}

/** A value in a scale without its label, e.g. `6.12`. */
export function scaled(value: number, scale: Scale): string {
  const units = value / scale.size;
  return scale.size === 1 && Number.isInteger(units) ? grouped(String(units)) : threeDigits(units);
}

/** A value with its unit, e.g. `6.12 M vns`. */
export function withUnit(value: number, scale: Scale): string {
  return `${scaled(value, scale)} ${scale.label}`;
}

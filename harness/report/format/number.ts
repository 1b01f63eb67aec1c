// SPDX-License-Identifier: Apache-2.0
import { rounded } from '../../core/numbers.js';
import { grouped } from '../../core/grouped.js';

/** A number with about three significant digits or, from 100, as a whole number with thousands separators. */
export function threeDigits(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size >= 99.95) return grouped(value.toFixed(0));
  return value.toFixed(size >= 9.995 ? 1 : size >= 0.4995 ? 2 : size >= 0.09995 ? 3 : 4);
}

/** A number as it was measured, to four decimals, with thousands separators; the CSV files have every digit. */
export function exact(value: number): string {
  return grouped(String(rounded(value, 4)));
}

/** A ratio as a number: `1.23×`, `0.21×`, `0.034×`, `12.3×`. */
export function ratioText(value: number): string {
  if (!Number.isFinite(value)) return '∞×';
  if (value === 0) return '0×';
  if (value < 0) return `\u2212${ratioText(-value)}`;
  const digits = value >= 100 ? 0 : value >= 9.995 ? 1 : value >= 0.0995 ? 2 : value >= 0.00995 ? 3 : 4;
  return `${grouped(value.toFixed(digits))}×`;
}

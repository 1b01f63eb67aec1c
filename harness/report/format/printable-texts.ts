// SPDX-License-Identifier: Apache-2.0
import { printableText } from '../../core/printable.js';

/**
 * A copy of a value in which every text, also every key, is one printableText line. What a report is made from goes through
 * here once, so that no form of it can let an escape sequence through or break in two.
 */
export function printableTexts<T>(value: T): T {
  return clean(value) as T;
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return printableText(value);
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [printableText(key), clean(inner)]));
}

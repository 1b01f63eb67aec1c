// SPDX-License-Identifier: Apache-2.0
import { forTerminal } from '../../core/sinks.js';

/**
 * A copy of a value in which every text, also every key, is one line that shows all that is in it. What a report is made from goes
 * through here once, so that no form of it can let an escape sequence through or break in two.
 */
export function forReport<T>(value: T): T {
  return shown(value) as T;
}

function shown(value: unknown): unknown {
  if (typeof value === 'string') return forTerminal(value);
  if (Array.isArray(value)) return value.map(shown);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [forTerminal(key), shown(inner)]));
}

// SPDX-License-Identifier: Apache-2.0
import { stripVTControlCharacters, toUSVString } from 'node:util';

/** Control characters, line separators, bidirectional overrides and code points that XML does not allow. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069\ufffe\uffff]+/gu;

/**
 * A copy of a value in which every text is one printable line. Names and messages come from scenario files and from
 * guests' consoles: an escape sequence must not reach a terminal and a control character is not allowed in SVG.
 */
export function printable<T>(value: T): T {
  return clean(value) as T;
}

function clean(value: unknown): unknown {
  if (typeof value === 'string')
    return toUSVString(stripVTControlCharacters(value)).replace(UNPRINTABLE, ' ').trim();
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [clean(key), clean(inner)]));
}

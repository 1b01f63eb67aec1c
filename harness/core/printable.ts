// SPDX-License-Identifier: Apache-2.0
import { stripVTControlCharacters, toUSVString } from 'node:util';

/** Control characters, line separators, bidirectional overrides and marks, and code points that XML does not allow. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]+/gu;

/**
 * A text from outside as one printable line: names and messages come from files, logs and guests' consoles. Escape
 * sequences are gone, each run of other characters that have no place in a line is a space.
 */
export function printable(text: string): string {
  return toUSVString(stripVTControlCharacters(text)).replace(UNPRINTABLE, ' ').trim();
}

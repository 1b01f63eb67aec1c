// SPDX-License-Identifier: Apache-2.0
import { stripVTControlCharacters, toUSVString } from 'node:util';

/** Control characters, line separators, bidirectional overrides and marks, and code points that XML does not allow. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]+/gu;

/**
 * A text from outside as one printable line in any language: names and titles come from files. Escape sequences are gone, each
 * run of other characters that have no place in a line is a space.
 */
export function printableText(text: string): string {
  return toUSVString(stripVTControlCharacters(text)).replace(UNPRINTABLE, ' ').trim();
}

/**
 * Bytes from outside that are safe to show on a terminal and in a page, each of them still to be seen: everything but printable
 * ASCII is written as `\xHH`, or `\u{HHHH}` above one byte, so that no escape sequence, no invisible character and no reversal
 * of the writing direction gets through.
 * @param most longest result; what is cut off is shown as `...`.
 */
export function printable(text: string, most = Number.POSITIVE_INFINITY): string {
  // Cut first: a line of a log may have millions of characters, and only the beginning is shown.
  const shown = text.length > most ? text.slice(0, most) : text;
  const safe = shown.replaceAll(/[^\x20-\x7e]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
  });
  return text.length > most ? `${safe}...` : safe;
}

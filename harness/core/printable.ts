// SPDX-License-Identifier: Apache-2.0
import type { Foreign } from './foreign.js';

/** Foreign text, or a name of any origin. */
export type AnyText = Foreign | string;

/**
 * What a terminal, a page or a picture obeys or hides instead of showing it: control characters, line separators, whatever reorders
 * text or has no width, halves of characters, and code points that no text has. Only what tells an emoji's two forms apart may stay.
 */
const UNSHOWN =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]|(?![\ufe0e\ufe0f])\p{Default_Ignorable_Code_Point}/gu;

const OUTSIDE_ASCII = /[^\x20-\x7e]/gu;

/** Characters of a quotation in a message, unless a caller wants another number. */
const LONGEST = 500;

/**
 * Foreign text as part of a message: bytes of unknown encoding in printable ASCII, each of them still to be seen. Everything else is
 * written as `\xHH`, or `\u{HHHH}` above one byte, so that no escape sequence, no newline and no invisible character gets through.
 * @param most longest result; what is cut off is shown as `...`.
 */
export function printable(text: AnyText, most = LONGEST): string {
  return cut(text as unknown as string, most, (kept) => written(kept, OUTSIDE_ASCII));
}

/**
 * A text in which everything that no reader would see is written as {@link printable} writes it, and all letters of all languages stay.
 * @param most longest result; what is cut off is shown as `...`.
 */
export function visible(text: AnyText, most = Number.POSITIVE_INFINITY): string {
  return cut(text as unknown as string, most, (kept) => written(kept, UNSHOWN));
}

/** JSON text in which all of that is escaped but the newlines that indent it: its value stays the same. */
export function visibleJson(json: string): string {
  return json.replaceAll(UNSHOWN, (character) => (character === '\n' ? character : escaped(character)));
}

// Cut first: a line of a log may have millions of characters, and only the beginning is shown.
function cut(text: string, most: number, write: (kept: string) => string): string {
  return text.length > most ? `${write(text.slice(0, most))}...` : write(text);
}

/** Nothing of it is ever written otherwise; a run has a hundred thousand such names, and classes of Unicode take long over each. */
const PLAIN = /^[\x20-\x7e]*$/;

function written(text: string, unshown: RegExp): string {
  if (PLAIN.test(text)) return text;
  return text.replaceAll(unshown, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
  });
}

function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}

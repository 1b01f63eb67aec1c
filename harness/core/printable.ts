// SPDX-License-Identifier: Apache-2.0

/**
 * Foreign text that is safe to show on a terminal and in a page: everything but printable ASCII is written as `\xHH`, or
 * `\u{HHHH}` above one byte, so that no escape sequence, no invisible character and no reversal of the writing
 * direction gets through.
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

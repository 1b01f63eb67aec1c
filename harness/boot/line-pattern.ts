// SPDX-License-Identifier: Apache-2.0
import { countOf64, wholeNumber } from '../core/numbers.js';
import type { LinePattern } from '../system/guest/types.js';

/** What a line said in the places of a pattern. */
export interface LineParts {
  tsc?: bigint;
  hz?: bigint;
  status?: number;
}

/** Reads whole lines by a pattern. */
export type LineMatcher = (line: string) => LineParts | undefined;

type Token = { text: string } | { place: 'tsc' | 'hz' | 'status' | 'any' };

const PLACES = /(\{(?:tsc|hz|status|any)\})/;

/** A counter of 64 bits has no more digits. */
const DIGITS = /^[0-9]{1,20}/;

const TOKENS: ReadonlyMap<string, Token> = new Map([
  ['{tsc}', { place: 'tsc' }],
  ['{hz}', { place: 'hz' }],
  ['{status}', { place: 'status' }],
  ['{any}', { place: 'any' }],
]);

/**
 * Makes a pattern a function. It looks at each byte of a line once: whatever a guest prints costs no more than its length.
 * @returns undefined from it for a line that does not fit as a whole.
 */
export function lineMatcher(pattern: LinePattern): LineMatcher {
  const tokens = pattern
    .split(PLACES)
    .flatMap((part) => (part === '' ? [] : [TOKENS.get(part) ?? { text: part }]));
  return (line) => {
    const parts: LineParts = {};
    let at = 0;
    for (const [index, token] of tokens.entries()) {
      const end = endOf(token, tokens[index + 1], { line, at, last: index + 2 === tokens.length });
      if (end === undefined) return undefined;
      if ('place' in token && !take(parts, token.place, line.slice(at, end))) return undefined;
      at = end;
    }
    return at === line.length ? parts : undefined;
  };
}

/** Text of a pattern before its first place. */
export function literalStart(pattern: LinePattern): string {
  return pattern.split(PLACES)[0] ?? '';
}

function endOf(
  token: Token,
  next: Token | undefined,
  { line, at, last }: { line: string; at: number; last: boolean },
): number | undefined {
  if ('text' in token) return line.startsWith(token.text, at) ? at + token.text.length : undefined;
  if (token.place !== 'any') {
    const digits = DIGITS.exec(line.slice(at, at + 21))?.[0];
    return digits === undefined ? undefined : at + digits.length;
  }
  if (next === undefined) return line.length;
  if (!('text' in next)) return at;
  const found = last ? line.length - next.text.length : line.indexOf(next.text, at);
  return found < at ? undefined : found;
}

function take(parts: LineParts, place: 'tsc' | 'hz' | 'status' | 'any', text: string): boolean {
  if (place === 'any') return true;
  if (place === 'status') {
    const status = wholeNumber(text, 0, 255);
    if (status !== undefined) parts.status = status;
    return status !== undefined;
  }
  const value = countOf64(text);
  if (value === undefined || value === 0n || value >= 2n ** 63n) return false;
  parts[place] = value;
  return true;
}

// SPDX-License-Identifier: Apache-2.0
import type { JsonValue } from './json.js';
import { printable } from './printable.js';

/**
 * A key that stands twice in one object of a JSON text; undefined where there is none. JSON.parse takes the last of them and says
 * nothing, a reviver never sees the others, and a digest is one of what was parsed: so a file with a key twice may show another program,
 * or a reader, something else than what was sealed. Cheapest first: the text has as many keys as the value, or one was lost.
 * @param text that was parsed without an error.
 * @throws RangeError for values that stand in each other more deeply than the stack.
 */
export function duplicateKey(text: string, value: JsonValue): string | undefined {
  let keys = 0;
  for (const { isKey } of stringsIn(text)) if (isKey) keys += 1;
  return keys === keysOf(value) ? undefined : firstTwice(text);
}

function keysOf(value: JsonValue | undefined): number {
  if (typeof value !== 'object' || value === null) return 0;
  let keys = Array.isArray(value) ? 0 : Object.keys(value).length;
  for (const inner of Object.values(value) as (JsonValue | undefined)[]) keys += keysOf(inner);
  return keys;
}

/** A string of a JSON text: where its quotes stand, and whether a colon follows. */
interface StringPlace {
  begin: number;
  end: number;
  isKey: boolean;
}

function* stringsIn(text: string): Generator<StringPlace> {
  for (let begin = text.indexOf('"'); begin >= 0;) {
    let end = text.indexOf('"', begin + 1);
    while (end >= 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
    if (end < 0) return;
    let next = end + 1;
    while (' \t\n\r'.includes(text[next] ?? '.')) next += 1;
    yield { begin, end, isKey: text[next] === ':' };
    begin = text.indexOf('"', next);
  }
}

/** Behind an odd number of backslashes. */
function isEscaped(text: string, at: number): boolean {
  let first = at;
  while (text[first - 1] === '\\') first -= 1;
  return (at - first) % 2 === 1;
}

/** Only for a text that has one: every brace counts. */
function firstTwice(text: string): string | undefined {
  const open: Set<string>[] = [];
  let before = 0;
  for (const { begin, end, isKey } of stringsIn(text)) {
    for (const sign of text.slice(before, begin)) {
      if (sign === '{') open.push(new Set());
      else if (sign === '}') open.pop();
    }
    before = end + 1;
    if (!isKey) continue;
    const key = JSON.parse(text.slice(begin, end + 1)) as string;
    if (open.at(-1)?.has(key) === true) return printable(key, 80);
    open.at(-1)?.add(key);
  }
  return undefined;
}

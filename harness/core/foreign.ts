// SPDX-License-Identifier: Apache-2.0

/** What a {@link Foreign} text is for the compiler; nothing of it exists when the program runs. */
declare class ForeignText {
  private readonly said: string;
}

/**
 * What a guest, a log, a program, an image or a file name says, as it says it. When the program runs it is a string, so that JSON
 * carries it as one; for the compiler it fits nowhere a string is wanted: not into a message, a template, a path, or an argument. It
 * gets there through a sink (`sinks.ts`), or it is read by a parser, what the parser cuts out of it being foreign again.
 * @asType string
 */
export type Foreign = ForeignText;

/** Marks a text as somebody else's words, where it comes in. */
export function foreign(text: string): Foreign {
  return text as unknown as Foreign;
}

/**
 * The text itself, for who reads it and for files that keep it as it is. `test/checks/foreign.test.ts` lists the modules that may, each
 * with its reason; everybody else uses a sink.
 */
export function rawText(text: Foreign): string {
  return text as unknown as string;
}

/** Lines of a text, without their ends. */
export function foreignLines(text: Foreign): Foreign[] {
  return rawText(text).split('\n').map(foreign);
}

/** A text without white space at its ends. */
export function trimmed(text: Foreign): Foreign {
  return foreign(rawText(text).trim());
}

/** The first characters of a text, for patterns that would take long over a longer one. */
export function beginning(text: Foreign, most: number): Foreign {
  return foreign(rawText(text).slice(0, most));
}

/** The last characters of a text. */
export function ending(text: Foreign, most: number): Foreign {
  return foreign(rawText(text).slice(-most));
}

/** A line without the carriage returns at its end, with which a serial console ends lines too. */
export function withoutReturns(line: Foreign): Foreign {
  const text = rawText(line);
  let end = text.length;
  while (text[end - 1] === '\r') end -= 1;
  return foreign(text.slice(0, end));
}

/** True for a text that has nothing but white space. */
export function isBlank(text: Foreign): boolean {
  return rawText(text).trim() === '';
}

/** Whether a text is there and fits a pattern, or is this very text. */
export function says(text: Foreign | undefined, wanted: RegExp | string): boolean {
  if (text === undefined) return false;
  return typeof wanted === 'string' ? rawText(text) === wanted : wanted.test(rawText(text));
}

/** Whether a text has words of ours in it. */
export function has(text: Foreign, words: string): boolean {
  return rawText(text).includes(words);
}

/** What a pattern finds in a text: the whole, then its groups, those without a part as `undefined`. Nothing when it does not fit. */
export function partsOf(text: Foreign, pattern: RegExp): readonly (Foreign | undefined)[] | undefined {
  const found = pattern.exec(rawText(text));
  // A group that took no part has no text, whatever its type says.
  return found?.map((part: string | undefined) => (part === undefined ? undefined : foreign(part)));
}

/** The named groups of a pattern that found something in a text; nothing when it does not fit. */
export function namedParts(text: Foreign, pattern: RegExp): [name: string, part: Foreign][] | undefined {
  const found = pattern.exec(rawText(text));
  if (found === null) return undefined;
  const groups: [string, string | undefined][] = Object.entries(found.groups ?? {});
  return groups.flatMap(([name, part]) => (part === undefined ? [] : [[name, foreign(part)]]));
}

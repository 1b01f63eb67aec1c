// SPDX-License-Identifier: Apache-2.0

/** Longest command line that is sent. */
const MOST = 64 * 1024;

/**
 * Line that a login shell of any kind runs as `sh -c <script> lupine <args>`. Between single quotes each of them leaves everything
 * as it is but the quote and the backslash; so nothing that has one of these, or a character that ends a line in an argument, is sent.
 * @throws Error for a text with one: texts are ours, and what users write is checked where it is read.
 */
export function shellLine(script: string, args: readonly string[] = []): string {
  if (/['\\\0]/.test(script)) throw new Error('a script has a quote, a backslash or a zero');
  const unfit = args.find((word) => !isPlainWord(word));
  if (unfit !== undefined) throw new Error(`not a word for a shell: ${JSON.stringify(unfit)}`);
  const line = ['sh', '-c', `'${script}'`, 'lupine', ...args.map((word) => `'${word}'`)].join(' ');
  if (line.length > MOST) throw new Error('a command line is longer than 64 KiB');
  return line;
}

/** True for a text that every shell takes as one word between single quotes. */
export function isPlainWord(text: string): boolean {
  return !/['\\\p{Cc}]/u.test(text);
}

// SPDX-License-Identifier: Apache-2.0
import type { LogEntry } from './types.js';

/**
 * Cuts a log into runs of a client.
 * @param starts true for the first line of a run, given the lines of the current one.
 */
export function splitAt(
  text: string,
  starts: (line: string, current: readonly string[]) => boolean,
): LogEntry[] {
  const runs: { line: number; lines: string[] }[] = [];
  for (const [index, line] of text.replaceAll('\r\n', '\n').split('\n').entries()) {
    const current = runs.at(-1);
    if (current === undefined) {
      if (line.trim() !== '') runs.push({ line: index + 1, lines: [line] });
    } else if (starts(line, current.lines)) runs.push({ line: index + 1, lines: [line] });
    else current.lines.push(line);
  }
  return runs.map(({ line, lines }) => ({ line, text: `${lines.join('\n').trimEnd()}\n` }));
}

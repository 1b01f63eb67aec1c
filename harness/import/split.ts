// SPDX-License-Identifier: Apache-2.0
import { type Foreign, isBlank } from '../core/foreign.js';
import type { NumberedLine } from '../workload/printed-text.js';
import { isTrouble } from './death.js';

/**
 * Cuts lines into runs, each with the line that begins it. What stands before the first one is left out (a script may
 * speak, a server say that it is up), but for trouble: that is a run that never came to its beginning.
 */
export function cutAt(lines: readonly NumberedLine[], begins: (line: Foreign) => boolean): NumberedLine[][] {
  const runs: NumberedLine[][] = [];
  let begun = false;
  for (const line of lines) {
    const starts = begins(line.text);
    begun ||= starts;
    if (starts || (!begun && isTrouble(line.text))) runs.push([line]);
    else if (begun) runs.at(-1)?.push(line);
  }
  return runs.map(withoutEnd);
}

/** Lines without the blank ones at their end. */
function withoutEnd(lines: NumberedLine[]): NumberedLine[] {
  const end = lines.findLastIndex(({ text }) => !isBlank(text));
  return lines.slice(0, end + 1);
}

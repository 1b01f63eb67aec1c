// SPDX-License-Identifier: Apache-2.0
import { unexpectedOutput } from './client.js';

/** One kind of line that a client prints. */
export interface PrintedLine {
  /** The whole line; what is read from it is a named group. */
  pattern: RegExp;
  /** True for a line that only some runs have. */
  optional?: boolean;
}

/**
 * Reads the complete output of a client whose lines are known in their order: every named group, as text.
 * @throws BenchError `CLIENT_OUTPUT` (exit 3) quoting the first line that does not belong there.
 */
export function readLines(text: string, known: readonly PrintedLine[], name: string): Record<string, string> {
  const fields: Record<string, string> = {};
  const lines = text.split('\n');
  let at = 0;
  for (const { pattern, optional } of known) {
    const line = lines[at];
    const match = line === undefined ? null : pattern.exec(line);
    if (match !== null) {
      Object.assign(fields, match.groups);
      at += 1;
    } else if (optional !== true)
      throw unexpectedOutput(name, line ?? 'nothing', `a line like ${pattern.source}`);
  }
  const extra = lines[at];
  if (extra !== undefined) throw unexpectedOutput(name, extra, 'the end');
  return fields;
}

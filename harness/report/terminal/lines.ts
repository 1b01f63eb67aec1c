// SPDX-License-Identifier: Apache-2.0
import { withoutGithubCommand } from '../../core/sinks.js';

/** Columns below which no table is narrower; a terminal that has fewer breaks the lines itself. */
const LEAST_WIDTH = 30;

/** Columns of a terminal that does not say how many it has. */
const USUAL_WIDTH = 80;

/** Columns to write for: 80 where the terminal reports none, as serial consoles do, and at least 30. */
export function usableWidth(columns: number): number {
  return columns > 0 ? Math.max(LEAST_WIDTH, Math.floor(columns)) : USUAL_WIDTH;
}

/**
 * Lines as they go to a terminal: nothing at their ends, and none that a CI service would take for a command to itself
 * (`::error::`, `##[error]`), whatever a system is called or a guest printed.
 */
export function terminalText(lines: readonly string[]): string {
  return lines.map((line) => `${withoutGithubCommand(line.trimEnd())}\n`).join('');
}

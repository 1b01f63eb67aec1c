// SPDX-License-Identifier: Apache-2.0
import { BenchError, EXIT } from '../core/errors.js';

/** A run of a client whose settings count. */
export interface Used {
  file: { path: string };
  line: number;
  /** Missing when the run could not be read. */
  settings?: Record<string, number>;
}

/**
 * The settings that all runs share.
 * @throws BenchError `IMPORT_NOT_COMPARABLE` (exit 5) naming the first setting that differs, with both places.
 */
export function agreedSettings(runs: readonly Used[]): Record<string, number> {
  const [first, ...others] = runs.filter(({ settings }) => settings !== undefined);
  if (first?.settings === undefined) return {};
  for (const other of others) {
    for (const [name, value] of Object.entries(first.settings)) {
      const found = other.settings?.[name];
      if (found === value) continue;
      throw new BenchError({
        code: 'IMPORT_NOT_COMPARABLE',
        message: `${name} differ: ${value} at ${placeOf(first)}, ${found ?? 'none'} at ${placeOf(other)}.`,
        next: 'Import runs of one kind together, and others into a run of their own.',
        exit: EXIT.notComparable,
      });
    }
  }
  return first.settings;
}

const placeOf = ({ file, line }: Used): string => `${file.path}:${line}`;

// SPDX-License-Identifier: Apache-2.0
import { usageError } from './errors.js';
import { displayPath } from './paths.js';

/**
 * Refuses content of a file that was written in a format which this version does not know.
 * @param value what the file holds, as JSON has it.
 * @param known numbers of the formats that the caller reads.
 * @throws BenchError `FORMAT_UNKNOWN` (exit 2) naming the file, its format and the known ones.
 */
export function requireFormat(value: unknown, known: readonly number[], path: string): void {
  const format = formatIn(value);
  if (format !== undefined && known.includes(format)) return;
  const newer = format !== undefined && format > Math.max(...known);
  throw usageError(
    'FORMAT_UNKNOWN',
    `${displayPath(path)} ${format === undefined ? 'does not say its format' : `has format ${format}`}; this lupine-bench knows ${words(known)}.`,
    newer
      ? 'It was made by a newer lupine-bench: read it with that one.'
      : 'It was not made by lupine-bench, or was changed since: make a new run.',
  );
}

/** The whole number behind `format`; anything else says nothing. */
function formatIn(value: unknown): number | undefined {
  if (typeof value !== 'object' || value === null || !('format' in value)) return undefined;
  return typeof value.format === 'number' && Number.isSafeInteger(value.format) ? value.format : undefined;
}

function words(known: readonly number[]): string {
  return `${known.length === 1 ? 'format' : 'formats'} ${known.join(', ')}`;
}

// SPDX-License-Identifier: Apache-2.0
import { type BenchError, measureError } from '../../core/errors.js';
import { printable } from '../../core/printable.js';

/** What an archive of strangers may cost; each is looked at while it is read, before anything is made of it. */
export interface ArchiveLimits {
  /** Bytes when it is unpacked, headers included. */
  bytes: number;
  /** Files, folders and links. */
  entries: number;
  /** Names in a path. */
  depth: number;
  /** Bytes unpacked for each byte packed, beyond the first {@link ALWAYS} bytes. */
  ratio: number;
  /** Time for all of it, ms. */
  ms: number;
}

/** Whatever the ratio: a small file of zeros harms nobody. */
export const ALWAYS = 64 * 2 ** 20;

/** The largest packages and images of honest people have a tenth of this. */
export const ARCHIVE_LIMITS: ArchiveLimits = {
  // As much as one read gives, and more than a guest can hold twice.
  bytes: 2 ** 31 - 1,
  entries: 300_000,
  depth: 100,
  ratio: 500,
  ms: 20 * 60_000,
};

/** Longest path and longest name that Linux takes, bytes. */
const LONGEST = { path: 4095, name: 255 } as const;

/** An archive as a reader of errors knows it. */
export type ArchiveName = string;

/** An archive that goes beyond a limit. */
export function tooMuch(what: ArchiveName, limit: keyof ArchiveLimits, most: number): BenchError {
  const [code, words] = (
    {
      bytes: ['ARCHIVE_TOO_LARGE', `has more than ${most} bytes when it is unpacked`],
      ratio: ['ARCHIVE_TOO_LARGE', `becomes more than ${most} times as large when it is unpacked`],
      entries: ['ARCHIVE_TOO_MANY', `has more than ${most} files`],
      depth: ['ARCHIVE_NAME', `has a file in more than ${most} folders`],
      ms: ['ARCHIVE_TOO_SLOW', `was not unpacked after ${most / 1000} s`],
    } as const
  )[limit];
  return measureError(
    code,
    `${what} ${words}.`,
    'Do not use it unless you know why; a smaller variant will do.',
  );
}

/** An archive that no tool wrote, or that was cut off. */
export function broken(what: ArchiveName, why: string): BenchError {
  return measureError(
    'ARCHIVE_INVALID',
    `${what} is damaged: ${printable(why, 300)}.`,
    'Fetch it again; if it stays so, do not use it.',
  );
}

/** An entry that honest archives do not have. */
export function strangeEntry(what: ArchiveName, path: string, why: string): BenchError {
  return measureError(
    'ARCHIVE_ENTRY',
    `${what}: ${printable(path, 200)} ${why}.`,
    'Do not use it unless you know why; make one without this entry.',
  );
}

/**
 * The path of an entry without leading slash and dots, from the bytes of its header; empty for the top folder.
 * @throws BenchError `ARCHIVE_NAME` (exit 3) for one that leads upwards, is too long or too deep, has control characters or is
 *   not UTF-8.
 */
export function entryPath(raw: Buffer, what: ArchiveName, { depth }: ArchiveLimits): string {
  const text = raw.toString('utf8');
  const names = text.split('/').filter((name) => name !== '' && name !== '.');
  const long = raw.length > LONGEST.path || names.some((name) => Buffer.byteLength(name) > LONGEST.name);
  if (names.length > depth) throw tooMuch(what, 'depth', depth);
  if (!long && !names.includes('..') && !/[\x00-\x1f\x7f]/.test(text) && Buffer.from(text).equals(raw))
    return names.join('/');
  throw measureError(
    'ARCHIVE_NAME',
    `${what} has a file whose name is too long, leads upwards, has control characters or is not UTF-8: ${printable(text, 200)}.`,
    'Do not use it: no honest archive has such a name.',
  );
}

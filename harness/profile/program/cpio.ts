// SPDX-License-Identifier: Apache-2.0
import { measureError } from '../../core/errors.js';
import { printable } from '../../core/printable.js';

/** A regular file of an archive. */
export interface ArchivedFile {
  /** Absolute path in the guest. */
  path: string;
  data: Buffer;
}

const MAGIC = '070701';
const HEADER = 110;
const LAST = 'TRAILER!!!';
const TYPE_MASK = 0o170000;
const REGULAR = 0o100000;

/** Longest path, bytes. */
const LONGEST_PATH = 4096;

/**
 * The regular files of a cpio archive of the `newc` format, as a root image is.
 * @throws BenchError `ROOT_DAMAGED` (exit 3) with the place.
 */
export function filesOfArchive(archive: Buffer): ArchivedFile[] {
  const files: ArchivedFile[] = [];
  for (let at = 0; ;) {
    const header = archive.toString('latin1', at, at + HEADER);
    if (header.length < HEADER || !header.startsWith(MAGIC)) throw damaged(at, 'there is no header');
    const [mode, size, nameSize] = [field(header, 1, at), field(header, 6, at), field(header, 11, at)];
    if (nameSize === 0 || nameSize > LONGEST_PATH) throw damaged(at, `a name has ${nameSize} bytes`);
    const from = aligned(at + HEADER + nameSize);
    const name = archive.toString('utf8', at + HEADER, at + HEADER + nameSize - 1);
    if (from + size > archive.length) throw damaged(at, `${printable(name, 100)} is cut off`);
    if (name === LAST) return files;
    if ((mode & TYPE_MASK) === REGULAR)
      files.push({ path: `/${name}`, data: archive.subarray(from, from + size) });
    at = aligned(from + size);
  }
}

/** A number of eight hexadecimal digits. */
function field(header: string, index: number, at: number): number {
  const digits = header.slice(MAGIC.length + index * 8, MAGIC.length + index * 8 + 8);
  if (!/^[0-9A-Fa-f]{8}$/.test(digits)) throw damaged(at, 'a number is none');
  return Number.parseInt(digits, 16);
}

function aligned(offset: number): number {
  return Math.ceil(offset / 4) * 4;
}

function damaged(at: number, why: string): Error {
  return measureError(
    'ROOT_DAMAGED',
    `the root image cannot be read: at byte ${at} ${why}.`,
    'Remove it from the cache: it is made again.',
  );
}

// SPDX-License-Identifier: Apache-2.0
import { digitsNumber } from '../../core/numbers.js';
import { measureError } from '../../core/errors.js';
import { printable } from '../../core/printable.js';

/** A regular file of an archive. */
export interface ArchivedFile {
  /** Absolute path in the guest. */
  path: string;
  data: Buffer;
}

/** What an archive has. */
export interface Archive {
  files: ArchivedFile[];
  /** Targets of symbolic links, by the path of the link. */
  links: ReadonlyMap<string, string>;
}

const MAGIC = '070701';
const HEADER = 110;
const LAST = 'TRAILER!!!';
const TYPE_MASK = 0o170000;
const REGULAR = 0o100000;
const LINK = 0o120000;

/** Longest path, bytes. */
const LONGEST_PATH = 4096;

/**
 * The regular files and links of a cpio archive of the `newc` format, as a root image is.
 * @throws BenchError `ROOT_DAMAGED` (exit 3) with the place.
 */
export function readArchive(archive: Buffer): Archive {
  const files: ArchivedFile[] = [];
  const links = new Map<string, string>();
  for (let at = 0; ;) {
    const header = archive.toString('latin1', at, at + HEADER);
    if (header.length < HEADER || !header.startsWith(MAGIC)) throw damaged(at, 'there is no header');
    const [mode, size, nameSize] = [field(header, 1, at), field(header, 6, at), field(header, 11, at)];
    if (nameSize === 0 || nameSize > LONGEST_PATH) throw damaged(at, `a name has ${nameSize} bytes`);
    const from = aligned(at + HEADER + nameSize);
    const name = archive.toString('utf8', at + HEADER, at + HEADER + nameSize - 1);
    if (from + size > archive.length) throw damaged(at, `${printable(name, 100)} is cut off`);
    if (name === LAST) return { files, links };
    const data = archive.subarray(from, from + size);
    if ((mode & TYPE_MASK) === REGULAR) files.push({ path: `/${name}`, data });
    if ((mode & TYPE_MASK) === LINK && size <= LONGEST_PATH) links.set(`/${name}`, data.toString('utf8'));
    at = aligned(from + size);
  }
}

/** A number of eight hexadecimal digits. */
function field(header: string, index: number, at: number): number {
  const digits = header.slice(MAGIC.length + index * 8, MAGIC.length + index * 8 + 8);
  const value = digits.length === 8 ? digitsNumber(digits.toLowerCase(), 16, 8) : undefined;
  if (value === undefined) throw damaged(at, 'a number is none');
  return value;
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

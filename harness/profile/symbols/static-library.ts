// SPDX-License-Identifier: Apache-2.0
import { measureError } from '../../core/errors.js';
import { wholeNumber } from '../../core/numbers.js';
import { printable } from '../../core/printable.js';

/** A file in a static library. */
export interface LibraryMember {
  name: string;
  data: Buffer;
}

const MAGIC = '!<arch>\n';
const HEADER = 60;
/** Most files that are looked at; the largest library of a distribution has a tenth of it. */
const MOST = 20_000;

/** The files of a static library (`ar`). @throws BenchError `LIBRARY_DAMAGED` (exit 3). */
export function readLibrary(bytes: Buffer, library: string): LibraryMember[] {
  const damaged = (why: string): Error =>
    measureError(
      'LIBRARY_DAMAGED',
      `${printable(library, 200)} is no static library: ${why}.`,
      'Get its package again.',
    );
  if (bytes.toString('latin1', 0, MAGIC.length) !== MAGIC) throw damaged('it does not begin as one');
  const members: LibraryMember[] = [];
  let longNames = '';
  for (let at = MAGIC.length; at < bytes.length;) {
    const header = bytes.toString('latin1', at, at + HEADER);
    const size = wholeNumber(header.slice(48, 58).trimEnd());
    const from = at + HEADER;
    if (header.length < HEADER || !header.endsWith('`\n') || size === undefined)
      throw damaged(`there is no header at byte ${at}`);
    if (from + size > bytes.length) throw damaged(`what begins at byte ${at} is cut off`);
    const data = bytes.subarray(from, from + size);
    const name = header.slice(0, 16).trimEnd();
    if (name === '//') longNames = data.toString('latin1');
    else if (name !== '/' && name !== '/SYM64/') members.push({ name: nameOf(name, longNames), data });
    if (members.length > MOST) throw damaged(`it has more than ${MOST} files`);
    at = from + size + (size % 2);
  }
  return members;
}

/** `name/`, or `/12` for the name that begins there in the table of long ones. */
function nameOf(name: string, longNames: string): string {
  const at = wholeNumber(name.slice(1));
  const full = name.startsWith('/') && at !== undefined ? (longNames.slice(at).split('\n')[0] ?? '') : name;
  return printable(full.replace(/\/$/, ''));
}

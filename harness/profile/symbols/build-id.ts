// SPDX-License-Identifier: Apache-2.0
import { type ElfFile, sectionBytes } from '../../image/elf/file.js';
import { PT_NOTE } from '../../image/elf/segments.js';

const NT_GNU_BUILD_ID = 3;
const OWNER = Buffer.from('GNU\0', 'latin1');
/** Longest that linkers make; anything longer is none. */
const LONGEST = 64;
/** Segments of notes that are looked at; files have two. */
const MOST_NOTES = 16;

/** What a linker wrote into a file to tell it from every other, in hexadecimal; undefined where it did not. */
export function buildIdOf(elf: ElfFile): string | undefined {
  // A file of debug symbols has its notes in a section only, whatever its segments say.
  const section = elf.sections.find(({ name }) => name === '.note.gnu.build-id');
  const places =
    section === undefined
      ? elf.segments
          .filter(({ type }) => type === PT_NOTE)
          .slice(0, MOST_NOTES)
          .map(({ offset, filesz }) => elf.bytes.subarray(offset, offset + filesz))
      : [sectionBytes(elf, section)];
  for (const notes of places) {
    const id = idIn(notes);
    if (id !== undefined) return id;
  }
  return undefined;
}

function idIn(notes: Buffer): string | undefined {
  for (let at = 0; at + 12 <= notes.length;) {
    const [nameSize, size, type] = [0, 4, 8].map((field) => notes.readUInt32LE(at + field));
    const name = at + 12;
    const value = name + Math.ceil((nameSize ?? 0) / 4) * 4;
    const end = value + (size ?? 0);
    if (end > notes.length) return undefined;
    const own = notes.subarray(name, name + (nameSize ?? 0)).equals(OWNER);
    if (own && type === NT_GNU_BUILD_ID && end > value && end - value <= LONGEST)
      return notes.toString('hex', value, end);
    at = value + Math.ceil((size ?? 0) / 4) * 4;
  }
  return undefined;
}

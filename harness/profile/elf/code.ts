// SPDX-License-Identifier: Apache-2.0
import { type ElfFile, SHF_ALLOC, SHF_EXECINSTR } from '../../image/elf/file.js';
import { framesOf } from './frames.js';
import { functionsOf } from './functions.js';
import { CodeRanges, filledWith, type CodeRange } from './ranges.js';
import { type ElfSymbol, readSymbols } from './symbols.js';

/**
 * All code of a file by name: functions by their symbols; where there are none, functions by their offsets; and between those, the
 * section, e.g. `[.plt]`, whose entries are no functions although the table of frames has them.
 * @param symbols of the same code, e.g. from a file of debug symbols; the file's own when missing.
 */
export function codeOf(elf: ElfFile, symbols: readonly ElfSymbol[] = readSymbols(elf)): CodeRanges {
  const named = functionsOf(elf, symbols).sort((a, b) => (a.start < b.start ? -1 : 1));
  const sections = sectionsOf(elf);
  const entries = sections.filter(({ name }) => name.startsWith('[.plt'));
  const frames = framesOf(elf).filter(
    ({ start }) => !entries.some((one) => start >= one.start && start < one.end),
  );
  return new CodeRanges(filledWith(filledWith(named, frames), sections));
}

function sectionsOf({ sections }: ElfFile): CodeRange[] {
  const code = SHF_ALLOC | SHF_EXECINSTR;
  return sections
    .filter(({ flags, size }) => (flags & code) === code && size > 0)
    .map(({ name, address, size }) => ({
      ...{ start: address, end: address + BigInt(size), source: '' },
      name: `[${name === '' ? 'code' : name}]`,
    }));
}

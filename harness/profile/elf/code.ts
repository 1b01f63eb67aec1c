// SPDX-License-Identifier: Apache-2.0
import { type ElfFile, SHF_ALLOC, SHF_EXECINSTR } from '../../image/elf/file.js';
import { framesOf } from './frames.js';
import { functionsOf } from './functions.js';
import { pltEntriesOf } from './plt.js';
import { CodeRanges, filledWith, type CodeRange } from './ranges.js';
import { type ElfSymbol, readSymbols } from './symbols.js';

/**
 * All code of a file by name: functions by their symbols; where there are none, functions by their offsets; entries of the
 * table of calls to other files by what they call; and between those, the section, e.g. `[.plt]`.
 * @param symbols of the same code, e.g. from a file of debug symbols; the file's own when missing.
 * @param others names for what has no symbol.
 */
export function codeOf(
  elf: ElfFile,
  symbols: readonly ElfSymbol[] = readSymbols(elf),
  others: readonly CodeRange[] = [],
): CodeRanges {
  const named = functionsOf(elf, symbols).sort((a, b) => (a.start < b.start ? -1 : 1));
  const sections = sectionsOf(elf);
  const entries = sections.filter(({ name }) => name.startsWith('[.plt'));
  const frames = framesOf(elf).filter(
    ({ start }) => !entries.some((one) => start >= one.start && start < one.end),
  );
  const known = filledWith(filledWith(named, others), pltEntriesOf(elf));
  return new CodeRanges(filledWith(filledWith(known, frames), sections));
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

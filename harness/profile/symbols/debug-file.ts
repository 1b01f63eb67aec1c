// SPDX-License-Identifier: Apache-2.0
import { type ElfFile, SHF_EXECINSTR } from '../../image/elf/file.js';
import { type ElfSymbol, readSymbols } from '../elf/symbols.js';
import { buildIdOf } from './build-id.js';

/** Sections with code that are looked at: more than any linker makes. */
const MOST_SECTIONS = 64;

/** Where packages have the debug symbols of a file, by what the linker wrote into it. */
export function debugPath(buildId: string): string {
  return `usr/lib/debug/.build-id/${buildId.slice(0, 2)}/${buildId.slice(2)}.debug`;
}

/**
 * Symbols of a file from its file of debug symbols; undefined where that is of another one. A section has the same address in both, but
 * not always the same number.
 */
export function debugSymbols(elf: ElfFile, debug: ElfFile): ElfSymbol[] | undefined {
  const id = buildIdOf(elf);
  if (id === undefined || id !== buildIdOf(debug)) return undefined;
  const code = elf.sections
    .flatMap((section, index) => ((section.flags & SHF_EXECINSTR) === 0 ? [] : [{ index, section }]))
    .slice(0, MOST_SECTIONS);
  return readSymbols(debug).flatMap((symbol): ElfSymbol[] => {
    const home = code.find(
      ({ section: { address, size } }) =>
        symbol.address >= address && symbol.address < address + BigInt(size),
    );
    return home === undefined ? [] : [{ ...symbol, section: home.index }];
  });
}

// SPDX-License-Identifier: Apache-2.0
import { type ElfFile, SHF_EXECINSTR, sectionBytes, stringAt } from '../../image/elf/file.js';

/** A name in code. */
export interface CodeSymbol {
  name: string;
  address: bigint;
  /** Index of its section. */
  section: number;
  /** Number of its file in {@link SourceTable.files}; -1 where the table does not say, as of every global one. */
  file: number;
}

/** What a symbol table says of sources. */
export interface SourceTable {
  /** Names of the files without their folders, in the order in which they were linked; `head_64.o` for one in assembler. */
  files: readonly string[];
  symbols: readonly CodeSymbol[];
}

const SHT_SYMTAB = 2;
const SYMBOL = 24;
const STT_NOTYPE = 0;
const STT_FUNC = 2;
const STT_FILE = 4;

/** Reads the files that a program was linked from, and which symbols are local to each; empty without a symbol table. */
export function readSourceTable(elf: ElfFile): SourceTable {
  const table = elf.sections.find(({ type }) => type === SHT_SYMTAB);
  const strings = table === undefined ? undefined : elf.sections[table.link];
  const files: string[] = [];
  const symbols: CodeSymbol[] = [];
  if (table === undefined || strings === undefined) return { files, symbols };
  const [entries, names] = [sectionBytes(elf, table), sectionBytes(elf, strings)];
  for (let at = SYMBOL; at + SYMBOL <= entries.length; at += SYMBOL) {
    const info = entries.readUInt8(at + 4);
    const [type, local, section] = [info & 0xf, info >> 4 === 0, entries.readUInt16LE(at + 6)];
    const name = stringAt(names, entries.readUInt32LE(at));
    if (type === STT_FILE) files.push(name);
    else if (isCode(type, elf.sections[section]?.flags ?? 0)) {
      const address = entries.readBigUInt64LE(at + 8);
      symbols.push({ name, address, section, file: local ? files.length - 1 : -1 });
    }
  }
  return { files, symbols };
}

function isCode(type: number, flags: number): boolean {
  return (type === STT_FUNC || type === STT_NOTYPE) && (flags & SHF_EXECINSTR) !== 0;
}

// SPDX-License-Identifier: Apache-2.0
import { type ElfFile, type ElfSection, sectionBytes, stringAt } from '../../image/elf/file.js';

/** A name for an address. */
export interface ElfSymbol {
  name: string;
  address: bigint;
  /** Bytes; 0 for a label. */
  size: number;
  kind: 'label' | 'function' | 'object';
  /** Seen by other files, weak ones included. */
  global: boolean;
  /** Index of its section; beyond all sections for what has none. */
  section: number;
  /** File of the source of a local symbol, e.g. `memblock.c`; empty when the table does not say. */
  file: string;
}

const SHT_SYMTAB = 2;
const SHT_DYNSYM = 11;
const SYMBOL = 24;
const STT_FILE = 4;

const KINDS: Readonly<Partial<Record<number, ElfSymbol['kind']>>> = {
  0: 'label',
  1: 'object',
  2: 'function',
  /** One that is chosen when the program starts. */
  10: 'function',
};

/** Symbols of the file that are defined in it: all of its `.symtab`, or where that was stripped off, of its `.dynsym`. */
export function readSymbols(elf: ElfFile): ElfSymbol[] {
  const full = elf.sections.find(({ type }) => type === SHT_SYMTAB);
  const table = full ?? elf.sections.find(({ type }) => type === SHT_DYNSYM);
  return table === undefined ? [] : symbolsIn(elf, table);
}

/** Whether a file has all of its symbols, not only those that other files use. */
export function hasSymbols({ sections }: ElfFile): boolean {
  return sections.some(({ type }) => type === SHT_SYMTAB);
}

function symbolsIn(elf: ElfFile, table: ElfSection): ElfSymbol[] {
  const strings = elf.sections[table.link];
  if (strings === undefined) return [];
  const [entries, names] = [sectionBytes(elf, table), sectionBytes(elf, strings)];
  const symbols: ElfSymbol[] = [];
  let file = '';
  for (let at = SYMBOL; at + SYMBOL <= entries.length; at += SYMBOL) {
    const info = entries.readUInt8(at + 4);
    const [type, global, section] = [info & 0xf, info >> 4 !== 0, entries.readUInt16LE(at + 6)];
    const name = stringAt(names, entries.readUInt32LE(at));
    if (type === STT_FILE) file = name;
    const kind = KINDS[type];
    if (kind === undefined || section === 0 || name === '') continue;
    symbols.push({
      ...{ name, kind, global, section },
      address: entries.readBigUInt64LE(at + 8),
      size: Number(entries.readBigUInt64LE(at + 16)),
      file: global ? '' : file,
    });
  }
  return symbols;
}

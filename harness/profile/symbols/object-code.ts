// SPDX-License-Identifier: Apache-2.0
import { type ElfFile, SHF_EXECINSTR, sectionBytes } from '../../image/elf/file.js';
import { readSymbols } from '../elf/symbols.js';

/** Code as a compiler made it, which a linker has yet to place. */
export interface ObjectCode {
  bytes: Buffer;
  /** 1 for each byte that a linker may change. */
  open: Uint8Array;
  functions: readonly ObjectFunction[];
}

/** A function in a compiler's output. */
export interface ObjectFunction {
  name: string;
  /** Offset of its first byte, and of the first one behind it. */
  start: number;
  end: number;
}

/** Type of a file that a compiler made. */
const ET_REL = 1;
const SHT_RELA = 4;
const RELOCATION = 24;

/**
 * Bytes before and behind the place of a relocation that a linker may change, by its type, where these are not just the four behind: an
 * address of eight bytes, and instructions for which linkers know shorter ones.
 */
const CHANGED: Readonly<Partial<Record<number, readonly [before: number, behind: number]>>> = {
  0: [0, 0],
  1: [0, 8],
  19: [4, 12],
  20: [3, 9],
  22: [3, 4],
  24: [0, 8],
  25: [0, 8],
  41: [2, 4],
  42: [3, 4],
};
const USUAL = [0, 4] as const;

/** The code of a compiler's output, by section. */
export function objectCodeOf(elf: ElfFile): ObjectCode[] {
  if (elf.type !== ET_REL) return [];
  const symbols = readSymbols(elf).filter(({ kind, size }) => kind === 'function' && size > 0);
  return elf.sections.flatMap((section, index): ObjectCode[] => {
    const bytes = sectionBytes(elf, section);
    if ((section.flags & SHF_EXECINSTR) === 0 || bytes.length === 0) return [];
    const functions = symbols
      .filter((symbol) => symbol.section === index)
      .map(({ name, address, size }) => ({ name, start: Number(address), end: Number(address) + size }))
      .filter(({ end }) => end <= bytes.length);
    return [{ bytes, open: openBytes(elf, index, bytes.length), functions }];
  });
}

function openBytes(elf: ElfFile, target: number, length: number): Uint8Array {
  const open = new Uint8Array(length);
  for (const section of elf.sections) {
    if (section.type !== SHT_RELA || section.info !== target) continue;
    const entries = sectionBytes(elf, section);
    for (let at = 0; at + RELOCATION <= entries.length; at += RELOCATION) {
      const place = Number(entries.readBigUInt64LE(at));
      const [before, behind] = CHANGED[entries.readUInt32LE(at + 8)] ?? USUAL;
      // Out of the section it does nothing.
      open.fill(1, Math.max(0, Math.min(place - before, length)), Math.min(place + behind, length));
    }
  }
  return open;
}

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

/** The code of a compiler's output, by section; none where its sections lie over each other, as no compiler makes them. */
export function objectCodeOf(elf: ElfFile): ObjectCode[] {
  if (elf.type !== ET_REL || bytesOfSections(elf) > elf.bytes.length) return [];
  const functions = functionsBySection(elf);
  const open = openBySection(elf);
  return elf.sections.flatMap((section, index): ObjectCode[] => {
    const bytes = sectionBytes(elf, section);
    if ((section.flags & SHF_EXECINSTR) === 0 || bytes.length === 0) return [];
    return [
      {
        bytes,
        open: open.get(index) ?? new Uint8Array(bytes.length),
        functions: (functions.get(index) ?? []).filter(({ end }) => end <= bytes.length),
      },
    ];
  });
}

function bytesOfSections(elf: ElfFile): number {
  return elf.sections.reduce((sum, section) => sum + sectionBytes(elf, section).length, 0);
}

function functionsBySection(elf: ElfFile): Map<number, ObjectFunction[]> {
  const found = new Map<number, ObjectFunction[]>();
  for (const { name, kind, size, section, address } of readSymbols(elf)) {
    if (kind !== 'function' || size === 0) continue;
    const own = found.get(section) ?? [];
    own.push({ name, start: Number(address), end: Number(address) + size });
    found.set(section, own);
  }
  return found;
}

function openBySection(elf: ElfFile): Map<number, Uint8Array> {
  const found = new Map<number, Uint8Array>();
  for (const section of elf.sections) {
    const target = elf.sections[section.info];
    if (section.type !== SHT_RELA || target === undefined || (target.flags & SHF_EXECINSTR) === 0) continue;
    const { length } = sectionBytes(elf, target);
    const open = found.get(section.info) ?? new Uint8Array(length);
    found.set(section.info, open);
    const entries = sectionBytes(elf, section);
    for (let at = 0; at + RELOCATION <= entries.length; at += RELOCATION) {
      const place = Number(entries.readBigUInt64LE(at));
      const [before, behind] = CHANGED[entries.readUInt32LE(at + 8)] ?? USUAL;
      // Out of the section it does nothing.
      open.fill(1, Math.max(0, Math.min(place - before, length)), Math.min(place + behind, length));
    }
  }
  return found;
}

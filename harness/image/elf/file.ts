// SPDX-License-Identifier: Apache-2.0
import { measureError } from '../../core/errors.js';
import { printable } from '../../core/printable.js';
import { type ElfSegment, PT_LOAD, isElf, offsetAt, readSegments } from './segments.js';

/** A part of an ELF file that tools name; sizes and offsets in bytes. */
export interface ElfSection {
  name: string;
  type: number;
  flags: number;
  address: bigint;
  offset: number;
  size: number;
  /** Index of a section that this one refers to. */
  link: number;
  /** Of relocations: index of the section that they change. */
  info: number;
}

/** An ELF file for x86-64, taken apart. */
export interface ElfFile {
  /** What it is called in messages. */
  name: string;
  bytes: Buffer;
  /** {@link ET_EXEC} or {@link ET_DYN}. */
  type: number;
  sections: readonly ElfSection[];
  segments: readonly ElfSegment[];
}

/** Type of a program that is loaded where it was linked. */
export const ET_EXEC = 2;
/** Type of a library, or of a program that is loaded anywhere. */
export const ET_DYN = 3;
/** Flag of a section that is loaded. */
export const SHF_ALLOC = 2;
/** Flag of a section with code. */
export const SHF_EXECINSTR = 4;
/** Type of a section without bytes in the file. */
export const SHT_NOBITS = 8;

const SECTION = 64;

/**
 * Takes an ELF file apart. Everything in it is checked to lie inside of it.
 * @param name for messages.
 * @throws BenchError `ELF_DAMAGED` (exit 3).
 */
export function readElf(bytes: Buffer, name: string): ElfFile {
  const segments = readSegments(bytes, (why) => elfDamaged(name, why));
  return { name, bytes, type: bytes.readUInt16LE(16), segments, sections: readSections(bytes, name) };
}

/**
 * Takes a file of debug symbols apart: its segments are those of another file, whose bytes it does not have.
 * @throws BenchError `ELF_DAMAGED` (exit 3).
 */
export function readDebugElf(bytes: Buffer, name: string): ElfFile {
  if (!isElf(bytes)) throw elfDamaged(name, 'it is no ELF file for x86-64');
  return { name, bytes, type: bytes.readUInt16LE(16), segments: [], sections: readSections(bytes, name) };
}

/** The bytes of a section; none for one that has none in the file. */
export function sectionBytes({ bytes }: ElfFile, { type, offset, size }: ElfSection): Buffer {
  return type === SHT_NOBITS ? Buffer.alloc(0) : bytes.subarray(offset, offset + size);
}

/**
 * Bytes from an address on, as they are loaded, to the end of their segment or so many; undefined where nothing of the file is
 * loaded.
 */
export function bytesAt({ bytes, segments }: ElfFile, address: bigint, length: number): Buffer | undefined {
  const home = segments.find(
    ({ type, vaddr, filesz }) => type === PT_LOAD && address >= vaddr && address < vaddr + BigInt(filesz),
  );
  if (home === undefined) return undefined;
  const from = Number(address - home.vaddr);
  return bytes.subarray(home.offset + from, home.offset + Math.min(from + length, home.filesz));
}

/** The error for a file that is not what it says. */
export function elfDamaged(name: string, why: string): Error {
  return measureError(
    'ELF_DAMAGED',
    `${printable(name, 200)} cannot be read as a program: ${why}.`,
    'Make or get the file again; a program of an image comes from its package.',
  );
}

function readSections(bytes: Buffer, name: string): ElfSection[] {
  const [start, size, count] = [offsetAt(bytes, 40), bytes.readUInt16LE(58), bytes.readUInt16LE(60)];
  if (start === 0 || count === 0) return [];
  if (size !== SECTION || start + count * size > bytes.length) {
    throw elfDamaged(name, 'its section headers are not in it');
  }
  const raw = Array.from({ length: count }, (_, index) =>
    readSection(bytes, start + index * size, index, name),
  );
  const names = raw[bytes.readUInt16LE(62)];
  return raw.map(({ nameAt, ...section }) => ({ ...section, name: nameIn(bytes, names, nameAt) }));
}

function readSection(
  bytes: Buffer,
  at: number,
  index: number,
  name: string,
): Omit<ElfSection, 'name'> & { nameAt: number } {
  const section = {
    nameAt: bytes.readUInt32LE(at),
    type: bytes.readUInt32LE(at + 4),
    flags: Number(bytes.readBigUInt64LE(at + 8) & 0xffffffffn),
    address: bytes.readBigUInt64LE(at + 16),
    offset: offsetAt(bytes, at + 24),
    size: offsetAt(bytes, at + 32),
    link: bytes.readUInt32LE(at + 40),
    info: bytes.readUInt32LE(at + 44),
  };
  const inside = section.type === SHT_NOBITS || section.offset + section.size <= bytes.length;
  if (!inside) throw elfDamaged(name, `its section ${index} is not in it`);
  return section;
}

function nameIn(bytes: Buffer, names: Omit<ElfSection, 'name'> | undefined, at: number): string {
  if (names === undefined || names.type === SHT_NOBITS) return '';
  return stringAt(bytes.subarray(names.offset, names.offset + names.size), at);
}

/** Longest name that is kept. */
const LONGEST_NAME = 400;

/** A name in a table of names, printable; empty when it is not in the table. */
export function stringAt(table: Buffer, at: number): string {
  const most = table.subarray(at, at + LONGEST_NAME);
  const end = most.indexOf(0);
  return printable(most.toString('latin1', 0, end < 0 ? most.length : end));
}

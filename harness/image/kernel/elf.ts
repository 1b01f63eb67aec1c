// SPDX-License-Identifier: Apache-2.0
import { measureError } from '../../core/errors.js';
import {
  ELF_HEADER,
  type ElfSegment,
  PROGRAM_HEADER,
  PT_LOAD,
  PT_NOTE,
  readSegments,
} from '../elf/segments.js';

/** Smallest unit in which a VMM maps a segment. */
export const PAGE = 4096;
/**
 * The segments of a kernel.
 * @throws BenchError `KERNEL_ELF` (exit 3).
 */
export function kernelSegments(elf: Buffer): ElfSegment[] {
  const segments = readSegments(elf, badElf);
  if (segments.length > MOST_SEGMENTS) throw badElf(`it has ${segments.length} segments`);
  for (const segment of segments) requireLoadable(segment);
  return segments;
}

/** Whether an ELF file says where its section headers are; a VMM needs none. */
export function hasSections(elf: Buffer): boolean {
  return elf.length >= ELF_HEADER && elf.readBigUInt64LE(40) !== 0n;
}

/** Kernels have about five; each may name all of the file. */
const MOST_SEGMENTS = 64;

/** No guest has more memory than this, bytes. */
const LARGEST_MEMORY = 2 ** 44;

/** What is loaded must be no smaller in memory than in the file, and fit into a guest. */
function requireLoadable({ type, filesz, memsz, align }: ElfSegment): void {
  if (type !== PT_LOAD && type !== PT_NOTE) return;
  if (memsz < filesz || memsz > LARGEST_MEMORY || align > LARGEST_MEMORY)
    throw badElf('one of its segments cannot be loaded');
}

/**
 * An ELF file of these segments of another one, each beginning at a page, without section headers. Notes point into the
 * segment that loads them.
 * @throws BenchError `KERNEL_ELF` (exit 3) when a note is in no loaded segment.
 */
export function writeElf(source: Buffer, loads: readonly ElfSegment[], notes: readonly ElfSegment[]): Buffer {
  let end = upToPage(ELF_HEADER + (loads.length + notes.length) * PROGRAM_HEADER);
  const placed = loads.map((segment) => {
    const moved = { ...segment, offset: end };
    end += upToPage(segment.filesz);
    return moved;
  });
  const elf = Buffer.alloc(end);
  source.copy(elf, 0, 0, ELF_HEADER);
  elf.writeBigUInt64LE(BigInt(ELF_HEADER), 32); // program headers follow the ELF header
  elf.writeBigUInt64LE(0n, 40); // no section headers
  elf.writeUInt16LE(loads.length + notes.length, 56);
  elf.fill(0, 58, ELF_HEADER);
  for (const [index, { offset, filesz }] of loads.entries()) {
    source.copy(elf, placed[index]?.offset, offset, offset + filesz);
  }
  const moved = notes.map((note) => ({ ...note, offset: homeOf(note, placed) }));
  for (const [index, segment] of [...placed, ...moved].entries()) writeSegment(elf, index, segment);
  return elf;
}

function homeOf(note: ElfSegment, placed: readonly ElfSegment[]): number {
  const home = placed.find(({ paddr, filesz }) => note.paddr >= paddr && note.paddr < paddr + BigInt(filesz));
  if (home === undefined) throw badElf('its notes are in no loaded segment');
  return home.offset + Number(note.paddr - home.paddr);
}

function writeSegment(elf: Buffer, index: number, segment: ElfSegment): void {
  const at = ELF_HEADER + index * PROGRAM_HEADER;
  elf.writeUInt32LE(segment.type, at);
  elf.writeUInt32LE(segment.flags, at + 4);
  elf.writeBigUInt64LE(BigInt(segment.offset), at + 8);
  elf.writeBigUInt64LE(segment.vaddr, at + 16);
  elf.writeBigUInt64LE(segment.paddr, at + 24);
  elf.writeBigUInt64LE(BigInt(segment.filesz), at + 32);
  elf.writeBigUInt64LE(BigInt(segment.memsz), at + 40);
  elf.writeBigUInt64LE(BigInt(segment.align), at + 48);
}

function upToPage(size: number): number {
  return Math.ceil(size / PAGE) * PAGE;
}

function badElf(what: string): Error {
  return measureError(
    'KERNEL_ELF',
    `the built kernel is not usable: ${what}.`,
    'Look at the log of its build.',
  );
}

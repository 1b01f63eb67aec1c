// SPDX-License-Identifier: Apache-2.0

/** A part of an ELF file that is loaded, or tells how to; sizes and offsets in bytes. */
export interface ElfSegment {
  type: number;
  flags: number;
  offset: number;
  vaddr: bigint;
  paddr: bigint;
  filesz: number;
  memsz: number;
  align: number;
}

/** Type of a segment that is loaded. */
export const PT_LOAD = 1;
/** `.dynamic` of a program or library. */
export const PT_DYNAMIC = 2;
/** Path of the dynamic linker. */
export const PT_INTERP = 3;
/** Type of a segment of notes. */
export const PT_NOTE = 4;
/** Flag of a segment with code. */
export const PF_X = 1;

/** Bytes of the header of the file. */
export const ELF_HEADER = 64;
/** Bytes of the header of one segment. */
export const PROGRAM_HEADER = 56;

const LITTLE_ENDIAN_64 = Buffer.from('\x7fELF\x02\x01', 'latin1');
const X86_64 = 62;

/** Whether these are the first bytes of an ELF file for x86-64. */
export function isElf(bytes: Buffer): boolean {
  return (
    bytes.length >= ELF_HEADER &&
    bytes.subarray(0, LITTLE_ENDIAN_64.length).equals(LITTLE_ENDIAN_64) &&
    bytes.readUInt16LE(18) === X86_64
  );
}

/**
 * The segments of an ELF file, each of which lies in it.
 * @param damaged makes the error for a file that is not what it says.
 */
export function readSegments(bytes: Buffer, damaged: (why: string) => Error): ElfSegment[] {
  if (!isElf(bytes)) throw damaged('it is no ELF file for x86-64');
  const [start, size, count] = [offsetAt(bytes, 32), bytes.readUInt16LE(54), bytes.readUInt16LE(56)];
  if (count === 0) return [];
  if (size !== PROGRAM_HEADER || start + count * size > bytes.length)
    throw damaged('its program headers are not in it');
  return Array.from({ length: count }, (_, index) => {
    const at = start + index * size;
    const [offset, filesz] = [offsetAt(bytes, at + 8), offsetAt(bytes, at + 32)];
    if (offset + filesz > bytes.length) throw damaged(`its segment ${index} is not in it`);
    return {
      ...{ offset, filesz, memsz: offsetAt(bytes, at + 40), align: offsetAt(bytes, at + 48) },
      type: bytes.readUInt32LE(at),
      flags: bytes.readUInt32LE(at + 4),
      vaddr: bytes.readBigUInt64LE(at + 16),
      paddr: bytes.readBigUInt64LE(at + 24),
    };
  });
}

/** An offset or a size; one beyond what a number holds exactly is beyond any file. */
export function offsetAt(bytes: Buffer, at: number): number {
  return Number(bytes.readBigUInt64LE(at));
}

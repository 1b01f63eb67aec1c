// SPDX-License-Identifier: Apache-2.0
import { type ElfSegment, PT_LOAD, PT_NOTE } from '../elf/segments.js';
import { PAGE, kernelSegments, writeElf } from './elf.js';

/**
 * A kernel's loadable bytes without the linker's padding.
 *
 * The linker starts segments at multiples of 2 MiB, in memory and therefore in the file, and fills the room between
 * with zeros, or with int3 (0xcc) behind code. A VMM gives the guest zeroed memory, so whole pages of padding need not be
 * in the file: each segment is split around them. Addresses, entry point and the PVH note stay; section headers go.
 * @throws BenchError `KERNEL_ELF` (exit 3) when this is no 64-bit ELF file or its notes are not loaded.
 */
export function packKernel(elf: Buffer): Buffer {
  const segments = kernelSegments(elf);
  const loads = segments.filter(({ type }) => type === PT_LOAD).flatMap((one) => withoutPadding(elf, one));
  return writeElf(
    elf,
    loads,
    segments.filter(({ type }) => type === PT_NOTE),
  );
}

/** Splits a segment at pages of padding. What follows the file's bytes (bss) stays with the last part. */
function withoutPadding(elf: Buffer, segment: ElfSegment): ElfSegment[] {
  const parts: ElfSegment[] = [];
  for (let from = 0; from < segment.filesz; from += PAGE) {
    const size = Math.min(PAGE, segment.filesz - from);
    const offset = segment.offset + from;
    if (isPadding(elf.subarray(offset, offset + size))) continue;
    const last = parts.at(-1);
    if (last !== undefined && last.offset + last.filesz === offset) {
      last.filesz += size;
      last.memsz = last.filesz;
    } else {
      const [vaddr, paddr] = [segment.vaddr + BigInt(from), segment.paddr + BigInt(from)];
      parts.push({ ...segment, offset, vaddr, paddr, filesz: size, memsz: size, align: PAGE });
    }
  }
  const last = parts.at(-1);
  if (last !== undefined) last.memsz = segment.memsz - (last.offset - segment.offset);
  return parts;
}

function isPadding(page: Buffer): boolean {
  const [first] = page;
  return (first === 0 || first === 0xcc) && page.every((byte) => byte === first);
}

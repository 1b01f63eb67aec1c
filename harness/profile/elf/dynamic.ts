// SPDX-License-Identifier: Apache-2.0
import { type ElfFile, ET_EXEC, PT_DYNAMIC, PT_INTERP } from './file.js';

const DT_SONAME = 14;
const DT_FLAGS_1 = 0x6ffffffb;
/** Set by linkers for programs that are loaded anywhere. */
const DF_1_PIE = 0x08000000n;

/** True for a program, false for a library; one that is both, as the C library is, is a library. */
export function isExecutable(elf: ElfFile): boolean {
  if (elf.type === ET_EXEC) return true;
  const tags = dynamicTags(elf);
  if (((tags.get(DT_FLAGS_1) ?? 0n) & DF_1_PIE) !== 0n) return true;
  return elf.segments.some(({ type }) => type === PT_INTERP) && !tags.has(DT_SONAME);
}

/** What the dynamic linker reads of a file, by tag. */
function dynamicTags({ bytes, segments }: ElfFile): Map<number, bigint> {
  const tags = new Map<number, bigint>();
  const dynamic = segments.find(({ type }) => type === PT_DYNAMIC);
  if (dynamic === undefined) return tags;
  const end = dynamic.offset + dynamic.filesz;
  for (let at = dynamic.offset; at + 16 <= end; at += 16) {
    const tag = Number(bytes.readBigUInt64LE(at));
    if (tag === 0) break;
    tags.set(tag, bytes.readBigUInt64LE(at + 8));
  }
  return tags;
}

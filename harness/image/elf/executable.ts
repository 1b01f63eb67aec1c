// SPDX-License-Identifier: Apache-2.0
import { dynamicEntries } from './dynamics.js';
import { type ElfFile, ET_EXEC } from './file.js';
import { PT_INTERP } from './segments.js';

const DT_SONAME = 14;
const DT_FLAGS_1 = 0x6ffffffb;
/** Set by linkers for programs that are loaded anywhere. */
const DF_1_PIE = 0x08000000n;

/** True for a program, false for a library; one that is both, as the C library is, is a library. */
export function isExecutable(elf: ElfFile): boolean {
  if (elf.type === ET_EXEC) return true;
  const tags = new Map(dynamicEntries(elf.bytes, elf.segments).map(({ tag, value }) => [tag, value]));
  if (((tags.get(DT_FLAGS_1) ?? 0n) & DF_1_PIE) !== 0n) return true;
  return elf.segments.some(({ type }) => type === PT_INTERP) && !tags.has(DT_SONAME);
}

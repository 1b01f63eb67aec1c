// SPDX-License-Identifier: Apache-2.0
import type { ElfFile } from '../../image/elf/file.js';
import { KERNEL_OBJECT } from '../kernel/kernel.js';
import type { Profile } from '../types.js';
import { attributeGlobals } from './attribute.js';
import { placeFiles } from './places.js';
import { readSourceTable } from './table.js';
import type { SourceTree } from './tree.js';

/**
 * Files of a kernel's functions, by the address of their symbols: paths such as `mm/memblock.c` where the tree is there, else
 * names such as `memblock.c`. It reads what the linker left in the symbol table, so that a kernel needs no debug information. What cannot be
 * told is missing.
 */
export function kernelSources(elf: ElfFile, tree: SourceTree | undefined): Map<bigint, string> {
  const table = readSourceTable(elf);
  const paths = tree === undefined ? table.files : placeFiles(table, tree);
  const globals = attributeGlobals(table.symbols, paths, tree);
  const sources = new Map<bigint, string>();
  for (const symbol of table.symbols) {
    const path = symbol.file >= 0 ? paths[symbol.file] : globals.get(symbol);
    if (path !== undefined && path !== '' && !sources.has(symbol.address)) sources.set(symbol.address, path);
  }
  return sources;
}

/** A profile whose functions of the kernel have these files; what is not among them stays as it is. */
export function withSources(profile: Profile, sources: ReadonlyMap<bigint, string>): Profile {
  const functions = profile.functions.map((code) => {
    const source = code.object === KERNEL_OBJECT ? sources.get(code.address) : undefined;
    return source === undefined ? code : { ...code, source };
  });
  return { ...profile, functions };
}

// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { measureError } from '../../core/errors.js';
import { hasCode } from '../../core/files.js';
import { codeOf } from '../elf/code.js';
import { type ElfFile, bytesAt, readElf } from '../../image/elf/file.js';
import { PT_LOAD } from '../../image/elf/segments.js';
import type { CodeRanges } from '../elf/ranges.js';
import { type ElfSymbol, readSymbols } from '../elf/symbols.js';

/** A linked kernel, with its symbols. */
export interface KernelFile {
  elf: ElfFile;
  code: CodeRanges;
  /** The symbol of a name; of several, a global one. */
  symbol: (name: string) => ElfSymbol | undefined;
  /** All symbols whose names begin so, by address. */
  symbolsFrom: (prefix: string) => ElfSymbol[];
}

/** Name of the kernel in profiles. */
export const KERNEL_OBJECT = 'vmlinux';

/** Symbols without which nothing can be told apart. */
const NEEDED = ['asm_exc_page_fault', 'irq_entries_start', 'early_idt_handler_array', '__switch_to_asm'];

/**
 * Reads a kernel as the linker made it.
 * @param path undefined where nobody has it.
 * @param system for messages.
 * @throws BenchError `PROFILE_SYMBOLS` (exit 3) for a kernel without symbols, or without those that a profile needs; `ELF_DAMAGED`.
 */
export async function readKernel(path: string | undefined, system: string): Promise<KernelFile> {
  if (path === undefined) throw noSymbols(system, 'it was built elsewhere, and its vmlinux is not here');
  const bytes = await readFile(path).catch((error: unknown) => {
    if (!hasCode(error, 'ENOENT')) throw error;
    throw noSymbols(system, 'its linked file is gone from the cache');
  });
  return kernelOf(bytes, system);
}

/** A kernel from the bytes of its file. @throws BenchError as {@link readKernel}. */
export function kernelOf(bytes: Buffer, system: string): KernelFile {
  const elf = readElf(bytes, `the kernel of ${system}`);
  const symbols = readSymbols(elf);
  const byName = new Map<string, ElfSymbol>();
  for (const symbol of symbols) {
    if (symbol.global || !byName.has(symbol.name)) byName.set(symbol.name, symbol);
  }
  const missing = NEEDED.filter((name) => !byName.has(name));
  if (missing.length === NEEDED.length) throw noSymbols(system, 'its file has been stripped');
  if (missing.length > 0)
    throw noSymbols(system, `they lack ${missing.join(', ')}, which Linux has from 5.8 on`);
  return {
    elf,
    code: codeOf(elf, symbols),
    symbol: (name) => byName.get(name),
    symbolsFrom: (prefix) =>
      [...byName.values()]
        .filter(({ name }) => name.startsWith(prefix))
        .sort((a, b) => (a.address < b.address ? -1 : 1)),
  };
}

/**
 * Where the linker means code to be that runs where it was loaded: the kernel's first. Undefined for what are not the kernel's bytes.
 */
export function linkedAddress({ elf }: KernelFile, physical: bigint, code: Buffer): bigint | undefined {
  const home = elf.segments.find(
    ({ type, paddr, filesz }) => type === PT_LOAD && physical >= paddr && physical < paddr + BigInt(filesz),
  );
  if (home === undefined) return undefined;
  const linked = physical - home.paddr + home.vaddr;
  return bytesAt(elf, linked, code.length)?.equals(code) === true ? linked : undefined;
}

/** Where an address of the kernel is loaded in physical memory. */
export function loadedAddress({ elf }: KernelFile, address: bigint): bigint | undefined {
  const home = elf.segments.find(
    ({ type, vaddr, filesz }) => type === PT_LOAD && address >= vaddr && address < vaddr + BigInt(filesz),
  );
  return home === undefined ? undefined : address - home.vaddr + home.paddr;
}

/** Numbers of eight bytes from an address on; none where the file has nothing there. */
export function numbersAt({ elf }: KernelFile, address: bigint, count: number): bigint[] {
  const bytes = bytesAt(elf, address, count * 8) ?? Buffer.alloc(0);
  return Array.from({ length: Math.floor(bytes.length / 8) }, (_, index) => bytes.readBigUInt64LE(index * 8));
}

function noSymbols(system: string, why: string): Error {
  return measureError(
    'PROFILE_SYMBOLS',
    `the kernel of ${system} cannot be profiled: ${why}. Without symbols its interrupts, tasks and functions cannot be told apart.`,
    'Choose a system that is built here, or give the system a vmlinux with its symbols (`kernel:`).',
  );
}

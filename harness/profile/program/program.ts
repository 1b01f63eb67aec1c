// SPDX-License-Identifier: Apache-2.0
import { codeOf } from '../elf/code.js';
import { isExecutable } from '../../image/elf/executable.js';
import { type ElfFile, ET_EXEC } from '../../image/elf/file.js';
import { type ElfSegment, PF_X, PT_LOAD } from '../../image/elf/segments.js';
import type { CodeRange, CodeRanges } from '../elf/ranges.js';
import { type ElfSymbol, hasSymbols, readSymbols } from '../elf/symbols.js';

/** A program or library that a guest may run. */
export interface Program {
  /** Path in the guest; {@link VDSO} for what the kernel gives to programs. */
  object: string;
  elf: ElfFile;
  /** Parts of it that are code, as they are loaded. */
  code: readonly ProgramCode[];
  /** True when it is loaded where it was linked. */
  fixed: boolean;
  /** True for one that the kernel patches before programs see it. */
  patched: boolean;
  /** True for a program, false for a library. */
  executable: boolean;
  /** True for one without names of its functions but those that others use. */
  stripped: boolean;
  /** Names of its code; found out when they are first asked for. */
  names: () => CodeRanges;
}

/** A part of a program that is code. */
export interface ProgramCode {
  /** Address that it was linked at. */
  address: number;
  bytes: Buffer;
}

/** What the kernel maps into every program. */
export const VDSO = '[vdso]';

/** Addresses of programs are below this. */
const USER_END = 2 ** 47;

/**
 * Describes a program.
 * @param unstripped files one of which may be the same program with its symbols.
 */
export function programOf(object: string, elf: ElfFile, unstripped: readonly ElfFile[] = []): Program {
  const twin = unstripped.find((one) => sameCode(elf, one));
  return {
    ...{ object, elf },
    code: elf.segments.filter(isCode).map(({ vaddr, offset, filesz }) => ({
      address: Number(vaddr),
      bytes: elf.bytes.subarray(offset, offset + filesz),
    })),
    fixed: elf.type === ET_EXEC,
    patched: object === VDSO,
    executable: isExecutable(elf),
    stripped: twin === undefined && !hasSymbols(elf),
    // Sections of one are not those of the other: symbols name them by number.
    names: once(() => codeOf(twin ?? elf)),
  };
}

/** The same program with further names for its code. */
export function withNames(program: Program, { symbols = [], ranges = [] }: FoundNames): Program {
  const { elf } = program;
  return { ...program, names: once(() => codeOf(elf, [...readSymbols(elf), ...symbols], ranges)) };
}

/** Names that are not in a program itself. */
export interface FoundNames {
  /** From a file of debug symbols. */
  symbols?: readonly ElfSymbol[] | undefined;
  /** By equal code. */
  ranges?: readonly CodeRange[] | undefined;
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

function isCode({ type, flags, vaddr, filesz }: ElfSegment): boolean {
  return type === PT_LOAD && (flags & PF_X) !== 0 && filesz > 0 && Number(vaddr) + filesz < USER_END;
}

const HEADER_BYTES = 64;

/** Whether two files load the same code; the header of the file itself, which may be loaded with it, knows of symbols. */
function sameCode(a: ElfFile, b: ElfFile): boolean {
  const [ours, theirs] = [a.segments.filter(isCode), b.segments.filter(isCode)];
  return (
    ours.length === theirs.length &&
    ours.every((one, index) => {
      const other = theirs[index];
      if (other?.vaddr !== one.vaddr || other.filesz !== one.filesz) return false;
      const skipped = one.offset === 0 ? HEADER_BYTES : 0;
      const bytesOf = ({ bytes }: ElfFile, { offset, filesz }: ElfSegment): Buffer =>
        bytes.subarray(offset + skipped, offset + filesz);
      return bytesOf(a, one).equals(bytesOf(b, other));
    })
  );
}

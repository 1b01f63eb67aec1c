// SPDX-License-Identifier: Apache-2.0
import { type ElfFile, SHF_ALLOC, SHF_EXECINSTR, sectionBytes } from '../../image/elf/file.js';
import { type CodeRange, byStart } from '../elf/ranges.js';
import type { ObjectCode } from './object-code.js';

/** Bytes that must be equal before code counts as the same. */
const TELLING = 24;
/** Of these, bytes in one piece by which a place is looked for. */
const PIECE = 8;
const LONGEST_PIECE = 64;
/** Places that are looked at for one piece; one that stands more often tells nothing. */
const MOST_PLACES = 1000;

/** Code of a linked file. */
interface Linked {
  address: bigint;
  bytes: Buffer;
}

/**
 * Functions of a linked file by those of a compiler's output: where all bytes of a section, or else of a function, are the same, but
 * for those that a linker fills in, and nowhere else, it is that code. What two outputs call differently has no name.
 */
export function matchedFunctions(elf: ElfFile, code: readonly ObjectCode[]): CodeRange[] {
  const linked = codeSections(elf);
  const found = new Map<bigint, CodeRange | undefined>();
  for (const one of code) {
    const home = onlyPlace(linked, one);
    if (home === undefined) {
      for (const part of parts(one)) {
        const place = onlyPlace(linked, part);
        if (place !== undefined) add(found, part, place);
      }
    } else add(found, one, home);
  }
  return withoutOverlaps([...found.values()].flatMap((range) => range ?? []));
}

function codeSections(elf: ElfFile): Linked[] {
  const code = SHF_ALLOC | SHF_EXECINSTR;
  return elf.sections
    .filter(({ flags }) => (flags & code) === code)
    .map((section) => ({ address: section.address, bytes: sectionBytes(elf, section) }));
}

/** Where the same code is; undefined when it is nowhere, or in several places. */
function onlyPlace(linked: readonly Linked[], code: ObjectCode): bigint | undefined {
  const piece = longestPiece(code);
  if (piece === undefined) return undefined;
  let found: bigint | undefined;
  let places = 0;
  for (const { address, bytes } of linked) {
    for (let at = bytes.indexOf(piece.bytes); at >= 0; at = bytes.indexOf(piece.bytes, at + 1)) {
      places += 1;
      if (places > MOST_PLACES) return undefined;
      if (!isSame(bytes, at - piece.at, code)) continue;
      if (found !== undefined) return undefined;
      found = address + BigInt(at - piece.at);
    }
  }
  return found;
}

/** The longest run of bytes that no linker changes. */
function longestPiece({ bytes, open }: ObjectCode): { at: number; bytes: Buffer } | undefined {
  let [best, length, fixed, run] = [0, 0, 0, 0];
  for (let at = 0; at < open.length; at += 1) {
    run = open[at] === 0 ? run + 1 : 0;
    fixed += open[at] === 0 ? 1 : 0;
    if (run > length) [best, length] = [at - run + 1, run];
  }
  if (length < PIECE || fixed < TELLING) return undefined;
  return { at: best, bytes: bytes.subarray(best, best + Math.min(length, LONGEST_PIECE)) };
}

function isSame(linked: Buffer, from: number, { bytes, open }: ObjectCode): boolean {
  if (from < 0 || from + bytes.length > linked.length) return false;
  for (let at = 0; at < bytes.length; at += 1) {
    if (open[at] === 0 && linked[from + at] !== bytes[at]) return false;
  }
  return true;
}

/** Each function by itself. */
function parts({ bytes, open, functions }: ObjectCode): ObjectCode[] {
  return functions.map(({ name, start, end }) => ({
    bytes: bytes.subarray(start, end),
    open: open.subarray(start, end),
    functions: [{ name, start: 0, end: end - start }],
  }));
}

function add(found: Map<bigint, CodeRange | undefined>, { functions }: ObjectCode, home: bigint): void {
  const own = new Map<bigint, CodeRange>();
  for (const { name, start, end } of functions) {
    const from = home + BigInt(start);
    const range = { start: from, end: home + BigInt(end), name, source: '' };
    const before = own.get(from);
    // Of several names of one place in one output any is right.
    if (before === undefined || name < before.name) own.set(from, range);
  }
  for (const [from, range] of own) {
    const other = found.has(from) ? found.get(from) : range;
    found.set(from, other?.name === range.name && other.end === range.end ? range : undefined);
  }
}

function withoutOverlaps(ranges: readonly CodeRange[]): CodeRange[] {
  const kept: CodeRange[] = [];
  for (const range of [...ranges].sort(byStart)) {
    const last = kept.at(-1);
    if (last === undefined || range.start >= last.end) kept.push(range);
  }
  return kept;
}

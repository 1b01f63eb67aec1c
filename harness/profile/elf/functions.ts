// SPDX-License-Identifier: Apache-2.0
import { type ElfFile, type ElfSection, SHF_ALLOC, SHF_EXECINSTR } from '../../image/elf/file.js';
import type { CodeRange } from './ranges.js';
import type { ElfSymbol } from './symbols.js';

/**
 * Functions of a file by its symbols, sorted: each from its symbol to its end, or where the symbol has no size (assembler), to the next
 * symbol. A label inside of a function is no function. Of several names of one address a global one counts, then the shortest.
 */
export function functionsOf(elf: ElfFile, symbols: readonly ElfSymbol[]): CodeRange[] {
  const files = sourcesBetween(symbols);
  const ranges: CodeRange[] = [];
  let section: ElfSection | undefined;
  let [at, end] = [-1, 0n];
  const chosen = onePerAddress(symbols.filter((one) => isCode(elf, one)));
  for (const [index, symbol] of chosen.entries()) {
    if (symbol.section !== at) {
      section = elf.sections[symbol.section];
      [at, end] = [symbol.section, 0n];
    }
    if (section === undefined || (symbol.size === 0 && symbol.address < end)) continue;
    const next = chosen[index + 1];
    const limit = section.address + BigInt(section.size);
    const behind = symbol.size > 0 ? symbol.address + BigInt(symbol.size) : (nextIn(next, at) ?? limit);
    end = behind < limit ? behind : limit;
    const before = ranges.at(-1);
    // A function in a function: the outer one ends where the inner one begins.
    if (before !== undefined && before.end > symbol.address) before.end = symbol.address;
    const source = symbol.file === '' ? (files.get(symbol) ?? '') : symbol.file;
    if (end > symbol.address) ranges.push({ start: symbol.address, end, name: symbol.name, source });
  }
  return ranges.filter((range) => range.end > range.start);
}

function nextIn(symbol: ElfSymbol | undefined, section: number): bigint | undefined {
  return symbol?.section === section ? symbol.address : undefined;
}

function isCode({ sections }: ElfFile, { kind, section, address }: ElfSymbol): boolean {
  const home = sections[section];
  if (home === undefined || kind === 'object' || (home.flags & SHF_EXECINSTR) === 0) return false;
  if ((home.flags & SHF_ALLOC) === 0) return false;
  return address >= home.address && address < home.address + BigInt(home.size);
}

/** Sorted by section and address, one symbol for each. */
function onePerAddress(symbols: readonly ElfSymbol[]): ElfSymbol[] {
  const sorted = [...symbols].sort(
    (a, b) => compare(a.address, b.address) || rank(a) - rank(b) || byName(a, b),
  );
  return sorted.filter((symbol, index) => sorted[index - 1]?.address !== symbol.address);
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The better name first. */
function rank({ size, kind, global }: ElfSymbol): number {
  return (size > 0 ? 0 : 4) + (kind === 'function' ? 0 : 2) + (global ? 0 : 1);
}

function byName(a: ElfSymbol, b: ElfSymbol): number {
  return a.name.length - b.name.length || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
}

/**
 * Files of global symbols, which the table does not give: a compiler's output is in one piece, so one that lies between two
 * local functions of a file is of the same file.
 */
function sourcesBetween(symbols: readonly ElfSymbol[]): Map<ElfSymbol, string> {
  const sorted = symbols
    .filter(({ kind }) => kind === 'function')
    .sort((a, b) => compare(a.address, b.address));
  const found = new Map<ElfSymbol, string>();
  let before = '';
  let open: ElfSymbol[] = [];
  for (const symbol of sorted) {
    if (symbol.global) {
      open.push(symbol);
      continue;
    }
    if (symbol.file === before) for (const one of open) found.set(one, before);
    open = [];
    before = symbol.file;
  }
  return found;
}

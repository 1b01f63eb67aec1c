// SPDX-License-Identifier: Apache-2.0
import { baseName } from '../diff/base-name.js';
import { namesInSource } from './definitions.js';
import type { CodeSymbol } from './table.js';
import type { SourceTree } from './tree.js';

/**
 * Files of global symbols. What a file became lies in one piece, and pieces are in the order of the files: so a global symbol is of
 * the file of the local ones around it, or of one between those, which then defines it.
 * @param paths of the files, by number; empty where they are not known.
 * @param tree without it, only what lies between two local symbols of a file is told.
 */
export function attributeGlobals(
  symbols: readonly CodeSymbol[],
  paths: readonly string[],
  tree: SourceTree | undefined,
): Map<CodeSymbol, string> {
  const found = new Map<CodeSymbol, string>();
  for (const gap of gapsOf(symbols)) fill(gap, paths, tree, found);
  return found;
}

/** Global symbols between two local ones of a section. */
interface Gap {
  before: number;
  symbols: CodeSymbol[];
  after: number;
}

function gapsOf(symbols: readonly CodeSymbol[]): Gap[] {
  const sorted = [...symbols].sort(
    (a, b) =>
      a.section - b.section || (a.address < b.address ? -1 : a.address > b.address ? 1 : a.file - b.file),
  );
  const gaps: Gap[] = [];
  let gap: Gap = { before: -1, symbols: [], after: -1 };
  let section = -1;
  for (const symbol of sorted) {
    const begins = symbol.section !== section;
    section = symbol.section;
    if (symbol.file < 0 && !begins) gap.symbols.push(symbol);
    else {
      if (gap.symbols.length > 0) gaps.push({ ...gap, after: begins ? -1 : symbol.file });
      gap = { before: symbol.file, symbols: symbol.file < 0 ? [symbol] : [], after: -1 };
    }
  }
  if (gap.symbols.length > 0) gaps.push(gap);
  return gaps;
}

function fill(
  { before, symbols, after }: Gap,
  paths: readonly string[],
  tree: SourceTree | undefined,
  found: Map<CodeSymbol, string>,
): void {
  if (before === after && before >= 0) {
    for (const symbol of symbols) found.set(symbol, paths[before] ?? '');
    return;
  }
  if (tree === undefined) return;
  const candidates = between(before, after, paths.length);
  let last = before;
  for (const symbol of symbols) {
    const names = namesInSource(baseName(symbol.name));
    const defining = candidates.filter((file) => defines(paths[file] ?? '', names, tree));
    // The linker keeps no name of an assembler file without local symbols: it is in no list.
    const assembler = defining.length > 0 ? undefined : tree.assembler(names);
    // The file of the symbol before it goes on, unless another one has the definition.
    const next = defining.find((file) => file >= last) ?? defining[0] ?? last;
    found.set(symbol, assembler ?? paths[next] ?? '');
    if (assembler === undefined) last = next;
  }
}

function defines(path: string, names: readonly string[], tree: SourceTree): boolean {
  if (path === '') return false;
  const defined = tree.definitions(path);
  return names.some((name) => defined.has(name));
}

/** Files from one to another, in order; where a section begins anew with the first files, both ends. */
function between(before: number, after: number, count: number): number[] {
  const all = Array.from({ length: count }, (_, index) => index);
  const [low, high] = [Math.max(before, 0), after < 0 ? count - 1 : after];
  if (low <= high) return all.slice(low, high + 1);
  return [...all.slice(low), ...all.slice(0, high + 1)];
}

// SPDX-License-Identifier: Apache-2.0
import { dirname } from 'node:path';
import { baseName } from '../diff/base-name.js';
import { namesInSource } from './definitions.js';
import type { SourceTable } from './table.js';
import type { SourceTree } from './tree.js';

/** What a file costs that defines none of the symbols that are local to it, in folders. */
const NOTHING_DEFINED = 8;

interface State {
  path: string;
  /** Of the last file that has one. */
  folder: string;
  cost: number;
  before: State | undefined;
}

/**
 * The path of each file that a kernel was linked from; empty where the tree has none. The table has only their names, and many
 * are called `core.c`, but kbuild links folder by folder: of all ways to choose, the one that leaves folders least often, and whose
 * files define what is local to them.
 */
export function placeFiles({ files, symbols }: SourceTable, tree: SourceTree): string[] {
  const locals = files.map((): string[] => []);
  for (const { file, name } of symbols) locals[file]?.push(baseName(name));
  let states: State[] = [{ path: '', folder: '', cost: 0, before: undefined }];
  for (const [index, name] of files.entries()) {
    const paths = tree.paths(name.replace(/\.o$/, '.S'));
    // A file that is made by the build is in no tree: wherever it is, nothing changes for the others.
    if (paths.length === 0) states = states.map((state) => ({ ...state, path: '', before: state }));
    else {
      states = paths.map((path) => {
        const own = paths.length === 1 ? 0 : lacking(path, locals[index] ?? [], tree) * NOTHING_DEFINED;
        return cheapest(path, own, states);
      });
    }
  }
  return backwards(states, files.length);
}

function cheapest(path: string, own: number, states: readonly State[]): State {
  const folder = dirname(path);
  let best: State | undefined;
  for (const before of states) {
    const cost = before.cost + own + distance(before.folder, folder);
    if (best === undefined || cost < best.cost) best = { path, folder, cost, before };
  }
  return best ?? { path, folder, cost: own, before: undefined };
}

/** Share of the names that a file does not define. */
function lacking(path: string, names: readonly string[], tree: SourceTree): number {
  if (names.length === 0) return 0;
  const defined = tree.definitions(path);
  const missing = names.filter((name) => !namesInSource(name).some((one) => defined.has(one)));
  return missing.length / names.length;
}

/** Steps from one folder to another, up and down. */
function distance(from: string, to: string): number {
  const [a, b] = [from.split('/'), to.split('/')];
  const shared = a.findIndex((name, index) => name !== b[index]);
  return shared < 0 ? b.length - a.length : a.length + b.length - 2 * shared;
}

function backwards(states: readonly State[], count: number): string[] {
  const paths: string[] = [];
  let at: State | undefined;
  for (const state of states) if (at === undefined || state.cost < at.cost) at = state;
  for (; at !== undefined && paths.length < count; at = at.before) {
    paths.unshift(at.path);
  }
  return paths;
}

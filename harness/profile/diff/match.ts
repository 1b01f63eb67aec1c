// SPDX-License-Identifier: Apache-2.0
import type { CodeFunction } from '../types.js';
import { baseName } from './base-name.js';

/** Indices of functions that are one function of the source, in the first and in the second profile. */
export interface MatchedFunction {
  before: number[];
  after: number[];
}

type Side = keyof MatchedFunction;

/**
 * Which functions of two profiles are the same, by object and name in the source. Functions of one name in several files, as
 * `static` allows, are told apart where every file is known; those of a file that one side lacks stay together.
 */
export function matchFunctions(
  before: readonly CodeFunction[],
  after: readonly CodeFunction[],
): MatchedFunction[] {
  const named = groups([...members(before, 'before'), ...members(after, 'after')], ({ code }) =>
    [code.object, baseName(code.name)].join('\0'),
  );
  return named.flatMap(bySource).map((group) => ({
    before: group.filter(({ side }) => side === 'before').map(({ index }) => index),
    after: group.filter(({ side }) => side === 'after').map(({ index }) => index),
  }));
}

interface Member {
  code: CodeFunction;
  side: Side;
  index: number;
}

function members(functions: readonly CodeFunction[], side: Side): Member[] {
  return functions.map((code, index) => ({ code, side, index }));
}

function bySource(group: Member[]): Member[][] {
  if (group.some(({ code }) => code.source === '')) return [group];
  const files = groups(group, ({ code }) => code.source);
  const onBoth = files.filter((file) => new Set(file.map(({ side }) => side)).size === 2);
  const moved = files.filter((file) => !onBoth.includes(file)).flat();
  const sides = new Set(moved.map(({ side }) => side));
  // A function that moved to another file is the same one; two of one side are two.
  return [...onBoth, ...(sides.size === 2 ? [moved] : files.filter((file) => !onBoth.includes(file)))];
}

function groups<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[][] {
  const found = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = found.get(key);
    if (group === undefined) found.set(key, [item]);
    else group.push(item);
  }
  return [...found.values()];
}

// SPDX-License-Identifier: Apache-2.0
import type { CallNode, CodeFunction, Profile, ProfilePhase } from './types.js';

/** A function of a phase. */
export interface TopFunction {
  code: CodeFunction;
  /** Own instructions. */
  self: number;
  /** Own instructions and those of what it called; undefined when calls were not recorded. */
  total: number | undefined;
  /** Times that it was called; undefined when calls were not recorded. */
  calls: number | undefined;
}

/** The functions of a phase by their own instructions, most first; equal ones by name, object and address. */
export function topFunctions({ functions }: Profile, { flat, tree }: ProfilePhase): TopFunction[] {
  const called = tree === undefined ? undefined : calledFunctions(tree);
  return [...flat]
    .flatMap(([index, self]): TopFunction[] => {
      const code = functions[index];
      if (code === undefined || self === 0) return [];
      if (called === undefined) return [{ code, self, total: undefined, calls: undefined }];
      const { total, calls } = called.get(index) ?? { total: 0, calls: 0 };
      // The tree knows calls. What is reached by a jump runs there in the place of its caller.
      return [{ code, self, total: Math.max(self, total), calls }];
    })
    .sort((one, other) => other.self - one.self || byName(one.code, other.code));
}

/** By function: a call within a call of the same function counts once. */
function calledFunctions(tree: CallNode): Map<number, { total: number; calls: number }> {
  const found = new Map<number, { total: number; calls: number }>();
  const open = new Set<number>();
  const visit = (node: CallNode): void => {
    const { function: index } = node;
    const inside = open.has(index);
    if (index >= 0) {
      const { total, calls } = found.get(index) ?? { total: 0, calls: 0 };
      found.set(index, { total: total + (inside ? 0 : node.total), calls: calls + node.calls });
    }
    open.add(index);
    node.children.forEach(visit);
    if (!inside) open.delete(index);
  };
  visit(tree);
  return found;
}

function byName(one: CodeFunction, other: CodeFunction): number {
  if (one.name !== other.name) return one.name < other.name ? -1 : 1;
  if (one.object !== other.object) return one.object < other.object ? -1 : 1;
  return one.address < other.address ? -1 : one.address > other.address ? 1 : 0;
}

// SPDX-License-Identifier: Apache-2.0
import type { CallNode } from '../types.js';

/** How often functions were called, and by which functions; all by index. */
export interface Callers {
  /** Calls of a function, from wherever. */
  calls: ReadonlyMap<number, number>;
  /** Functions that called a function. */
  of: ReadonlyMap<number, ReadonlySet<number>>;
}

/** What a call tree says of callers; an interrupt or exception is not called by what it interrupts. */
export function callersIn(tree: CallNode): Callers {
  const calls = new Map<number, number>();
  const of = new Map<number, Set<number>>();
  const visit = (node: CallNode, caller: number): void => {
    const { function: index, kind } = node;
    if (index >= 0) {
      calls.set(index, (calls.get(index) ?? 0) + node.calls);
      if (caller >= 0 && kind === 'call') {
        const known = of.get(index) ?? new Set();
        of.set(index, known.add(caller));
      }
    }
    for (const child of node.children) visit(child, index);
  };
  visit(tree, -1);
  return { calls, of };
}

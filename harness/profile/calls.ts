// SPDX-License-Identifier: Apache-2.0
import type { CallNode, Profile, ProfilePhase } from './types.js';

/** A function, or what else a frame stands for, with what it was reached through, outermost first. */
export interface Stack {
  frames: readonly CallNode[];
  /** Instructions of the innermost frame itself; never 0. */
  self: number;
}

/**
 * The calls of a phase: its tree, with places that differ only in where a call stands in the caller's code put together. A phase
 * without one gets two levels: what the code belongs to, and its functions. All instructions of the phase are in it.
 */
export function callsOf({ functions }: Profile, phase: ProfilePhase): CallNode {
  if (phase.tree === undefined) return flatCalls(functions, phase);
  const tree = merged([phase.tree]);
  const lost = phase.instructions - tree.total;
  if (lost <= 0) return tree;
  const outside = { function: -1, kind: 'call', label: OUTSIDE, self: lost, total: lost } as const;
  const children = [...tree.children, { ...outside, calls: 0, children: [] }];
  return { ...tree, total: phase.instructions, children };
}

/** Instructions that the tree of a phase does not have, e.g. the last ones before the machine was switched off. */
const OUTSIDE = '[not in the tree]';

/** Every place of a tree that has instructions of its own, depth first. */
export function stacksOf(root: CallNode): Stack[] {
  const found: Stack[] = [];
  const visit = (node: CallNode, above: readonly CallNode[]): void => {
    const frames = [...above, node];
    if (node.self > 0) found.push({ frames, self: node.self });
    for (const child of node.children) visit(child, frames);
  };
  visit(root, []);
  return found;
}

/** What comes first has more instructions; equal ones are in the order of their labels, then functions. */
export function byTotal(one: CallNode, other: CallNode): number {
  if (one.total !== other.total) return other.total - one.total;
  if (one.label !== other.label) return one.label < other.label ? -1 : 1;
  return one.function - other.function;
}

function merged(nodes: readonly CallNode[]): CallNode {
  const [first] = nodes;
  if (first === undefined) throw new Error('a group of calls has at least one');
  const children = nodes.flatMap((node) => node.children);
  const groups = groupBy(children, ({ kind, function: number, label }) => `${kind} ${number} ${label}`);
  const sum = (of: 'self' | 'total' | 'calls'): number => nodes.reduce((all, node) => all + node[of], 0);
  return {
    ...{ function: first.function, kind: first.kind, label: first.label },
    ...{ self: sum('self'), total: sum('total'), calls: sum('calls') },
    children: [...groups.values()].map(merged).sort(byTotal),
  };
}

function flatCalls(functions: Profile['functions'], { name, flat, instructions }: ProfilePhase): CallNode {
  const leaves = [...flat].map(([index, self]): CallNode => {
    const label = functions[index]?.name ?? '';
    return { function: index, kind: 'call', label, self, total: self, calls: 0, children: [] };
  });
  const objects = groupBy(leaves, (leaf) => functions[leaf.function]?.object ?? '');
  const children = [...objects].map(([label, own]): CallNode => {
    const total = own.reduce((sum, { self }) => sum + self, 0);
    return { function: -1, kind: 'call', label, self: 0, total, calls: 0, children: own.sort(byTotal) };
  });
  const root = { function: -1, kind: 'phase', label: name, self: 0, total: instructions, calls: 0 } as const;
  return { ...root, children: children.sort(byTotal) };
}

function groupBy(nodes: readonly CallNode[], keyOf: (node: CallNode) => string): Map<string, CallNode[]> {
  const groups = new Map<string, CallNode[]>();
  for (const node of nodes) {
    const key = keyOf(node);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [node]);
    else group.push(node);
  }
  return groups;
}

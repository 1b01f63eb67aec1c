// SPDX-License-Identifier: Apache-2.0
import type { StoredCall } from './stored-types.js';
import type { CallNode, CodeFunction } from './types.js';

/** A call tree as rows: long, but never nested, however deep the calls are. */
export function encodeCalls(tree: CallNode, functions: readonly CodeFunction[]): StoredCall[] {
  const rows: StoredCall[] = [];
  const visit = (node: CallNode, parent: number): void => {
    const row = rows.length;
    const { function: number, kind, label, self, calls } = node;
    const named = functions[number]?.name === label;
    rows.push(named ? [parent, number, kind, self, calls] : [parent, number, kind, self, calls, label]);
    for (const child of node.children) visit(child, row);
  };
  visit(tree, -1);
  return rows;
}

type Growing = CallNode & { children: Growing[] };

/** The tree of rows that fit together. */
export function decodeCalls(rows: readonly StoredCall[], functions: readonly { name: string }[]): CallNode {
  const nodes = rows.map(([, number, kind, self, calls, label = functions[number]?.name ?? '']): Growing => {
    return { function: number, kind, label, self, total: self, calls, children: [] };
  });
  for (const [index, [parent]] of rows.entries()) {
    const node = nodes[index];
    if (node !== undefined) nodes[parent]?.children.push(node);
  }
  // Callers come first, so that from the last one on each total is complete when it is added.
  for (let index = rows.length - 1; index > 0; index -= 1) {
    const above = nodes[rows[index]?.[0] ?? -1];
    if (above !== undefined) above.total += nodes[index]?.total ?? 0;
  }
  const [root] = nodes;
  if (root === undefined) throw new Error('a checked tree has a root');
  return root;
}

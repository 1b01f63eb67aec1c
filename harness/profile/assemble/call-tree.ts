// SPDX-License-Identifier: Apache-2.0
import type { KernelEvent } from '../kernel/events.js';
import type { BlockResolver } from '../resolve/blocks.js';
import { type NODE_KINDS, type RawBlock, type RawNode, type RawProfile, SELF_NUMBERS } from '../raw/types.js';
import type { CallNode } from '../types.js';

/** Number of what is no function. */
const NONE = -1;

/** A node that is still growing. */
interface Growing {
  function: number;
  kind: CallNode['kind'];
  label: string;
  self: number;
  calls: number;
  children: Map<number | string, Growing>;
}

const KINDS: Readonly<Record<(typeof NODE_KINDS)[number], CallNode['kind']>> = {
  phase: 'phase',
  task: 'task',
  call: 'call',
  syscall: 'syscall',
  fault: 'exception',
  trap: 'exception',
  interrupt: 'interrupt',
};

/** What names frames. */
export interface TreeNames {
  resolver: BlockResolver;
  /** What happens in the kernel, by address. */
  events: ReadonlyMap<bigint, KernelEvent>;
  /** Name of a task by its number. */
  taskName: (number: number) => string;
}

/** Grows the trees of all phases from what the plugin counted. */
export class TreeGrower {
  readonly #names: TreeNames;
  readonly #phases = new Map<number, Growing>();

  /** @param numberOf number of the phase's tree by the number that the plugin gave the phase. */
  constructor({ nodes, blocks, selves }: RawProfile, names: TreeNames, numberOf: (phase: number) => number) {
    this.#names = names;
    const grown: Growing[] = [];
    for (const node of nodes) {
      const above = node.parent === undefined ? undefined : grown[node.parent.id];
      grown.push(above === undefined ? this.#phase(numberOf(node.number)) : this.#child(above, node));
    }
    for (let at = 0; at < selves.length; at += SELF_NUMBERS) {
      const home = grown[selves[at] ?? -1];
      const block = blocks[selves[at + 1] ?? -1];
      const [first, count, times] = [selves[at + 2] ?? 0, selves[at + 3] ?? 0, selves[at + 4] ?? 0];
      if (home !== undefined && block !== undefined) this.#ran(home, block, first, first + count, times);
    }
  }

  /** The tree of a phase; its root has the name. */
  treeOf(phase: number, name: string): CallNode | undefined {
    const root = this.#phases.get(phase);
    return root === undefined ? undefined : { ...finished(root), label: name };
  }

  #phase(number: number): Growing {
    const known = this.#phases.get(number) ?? growing(NONE, 'phase', '');
    this.#phases.set(number, known);
    return known;
  }

  #child(above: Growing, { kind, caller, entry, number, calls }: RawNode): Growing {
    const from = caller === undefined ? above : this.#within(above, this.#lastOf(caller));
    const called = kind === 'call' && entry !== undefined ? this.#firstOf(entry) : NONE;
    const label = called === NONE ? this.#frameLabel(kind, entry, number) : this.#label(called);
    // Code without a name is many functions; who of them called whom says nothing.
    if (called === from.function && label.startsWith('[')) return from;
    const child = childOf(from, called, KINDS[kind], label);
    child.calls += calls;
    return child;
  }

  /** Adds what a block executed; where it is of another function than the node, as behind a tail call, it is a child. */
  #ran(node: Growing, block: RawBlock, from: number, to: number, times: number): void {
    for (const part of this.#names.resolver.partsOf(block)) {
      const count = Math.min(to, part.first + part.count) - Math.max(from, part.first);
      if (count <= 0) continue;
      const home = this.#within(node, part.function);
      home.self += count * times;
      if (home !== node && part.begins && part.first >= from) home.calls += times;
    }
  }

  /** The node itself where it is that function, else a child of it that is. */
  #within(node: Growing, number: number): Growing {
    return node.function === number ? node : childOf(node, number, 'call', this.#label(number));
  }

  #firstOf(block: RawBlock): number {
    return this.#names.resolver.partsOf(block)[0]?.function ?? NONE;
  }

  #lastOf(block: RawBlock): number {
    return this.#names.resolver.partsOf(block).at(-1)?.function ?? NONE;
  }

  #label(number: number): string {
    return this.#names.resolver.book.all[number]?.name ?? '';
  }

  #frameLabel(kind: RawNode['kind'], entry: RawBlock | undefined, number: number): string {
    if (kind === 'task') return this.#names.taskName(number);
    const event = entry === undefined ? undefined : this.#names.events.get(entry.address);
    return event?.name ?? kind;
  }
}

function growing(number: number, kind: CallNode['kind'], label: string): Growing {
  return { function: number, kind, label, self: 0, calls: 0, children: new Map() };
}

function childOf(node: Growing, number: number, kind: CallNode['kind'], label: string): Growing {
  // Functions of one name are told apart by their numbers, frames that are none by their names.
  const key = number === NONE ? `${kind} ${label}` : number;
  const known = node.children.get(key) ?? growing(number, kind, label);
  node.children.set(key, known);
  return known;
}

/** The node with its totals; what never ran is left out. */
function finished({ children, ...node }: Growing): CallNode {
  const grown = [...children.values()]
    .map(finished)
    .filter(({ total, calls }) => total > 0 || calls > 0)
    .sort((a, b) => b.total - a.total || (a.label < b.label ? -1 : 1));
  const total = grown.reduce((sum, one) => sum + one.total, node.self);
  return { ...node, total, children: grown };
}

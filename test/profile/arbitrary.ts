// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import type { CallNode, CodeFunction, Profile } from '../../harness/profile/types.js';
import { QUIET, phaseOf } from './fixture.js';

/** Names as tools make them, and as nobody would. */
const name = fc.oneof(
  fc.constantFrom('foo', 'foo.cold', 'foo.isra.0', 'bar', 'bar.constprop.0', '__pfx_bar', '__proto__', ''),
  fc.string({ unit: 'binary', maxLength: 12 }),
);

const functions = fc.array(
  fc.record({
    name,
    object: fc.constantFrom('vmlinux', 'firmware', '/usr/bin/redis-server'),
    kernel: fc.boolean(),
    address: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    source: fc.constantFrom('', 'mm/memblock.c', 'security/security.c', 'lib/string.c'),
  }),
  { minLength: 1, maxLength: 8 },
);

const calls = fc.integer({ min: 0, max: 9 });
const kind = fc.constantFrom('task', 'call', 'syscall', 'exception', 'interrupt');

/** A tree of calls to one of so many functions, as rows would have it: each node and what it hangs on, among those before it. */
const seeds = fc.array(
  fc.tuple(fc.nat(), fc.nat(), kind, fc.integer({ min: 0, max: 1000 }), calls, fc.option(name)),
  { maxLength: 30 },
);

/** Profiles whose sums are right; phases have a tree, or none. */
export const profiles: fc.Arbitrary<Profile> = fc
  .tuple(functions, fc.array(fc.tuple(seeds, fc.boolean()), { minLength: 1, maxLength: 3 }))
  .map(([code, phases]) => ({
    ...{ format: 1, scenario: 'boot', system: 'lupine-redis', app: 'redis', functions: code },
    phases: phases.map(([rows, kept], index) => {
      const phase = phaseOf(`phase ${index}`, grown(rows, code), code);
      return { ...phase, events: QUIET, tree: kept ? phase.tree : undefined };
    }),
  }));

type Seed = [number, number, CallNode['kind'], number, number, string | null];
type Growing = CallNode & { children: Growing[] };

function grown(seedRows: readonly Seed[], code: readonly CodeFunction[]): CallNode {
  const root: Growing = {
    ...{ function: -1, kind: 'phase', label: 'phase', self: 0, total: 0, calls: 1, children: [] },
  };
  const above = new Map<Growing, Growing>();
  const nodes = [root];
  for (const [parent, number, nodeKind, self, entered, label] of seedRows) {
    const index = number % code.length;
    const node: Growing = {
      ...{ function: index, kind: nodeKind, label: label ?? code[index]?.name ?? '' },
      ...{ self, total: 0, calls: entered, children: [] },
    };
    const home = nodes[parent % nodes.length] ?? root;
    home.children.push(node);
    above.set(node, home);
    nodes.push(node);
  }
  for (const node of nodes) {
    for (let at: Growing | undefined = node; at !== undefined; at = above.get(at)) at.total += node.self;
  }
  return root;
}

// SPDX-License-Identifier: Apache-2.0
import type { CallNode, CodeFunction, Profile, ProfilePhase } from '../../harness/profile/types.js';

/** Events of a phase in which nothing happened. */
export const QUIET: ProfilePhase['events'] = {
  ...{ switches: new Map(), interrupts: new Map(), exceptions: new Map() },
  ...{ softirqs: new Map(), syscalls: new Map(), idle: 0, repeats: 0 },
};

/** Functions of a small kernel and one program; {@link profileOf} names them. */
export const CODE: readonly CodeFunction[] = [
  code('start_kernel', 'vmlinux', 0xffffffff81000100n, 'init/main.c'),
  code('memblock_add', 'vmlinux', 0xffffffff81000400n, 'mm/memblock.c'),
  code('clear_bss', 'vmlinux', 0xffffffff81000900n, 'arch/x86/kernel/head64.c'),
  code('do_syscall_64', 'vmlinux', 0xffffffff81001000n, 'arch/x86/entry/common.c'),
  code('security_file_open', 'vmlinux', 0xffffffff81002000n, 'security/security.c'),
  code('vfs_read', 'vmlinux', 0xffffffff81003000n, 'fs/read_write.c'),
  code('main', '/usr/bin/redis-server', 0x401000n, ''),
  code('serverCron', '/usr/bin/redis-server', 0x402000n, ''),
];

/** A function; what is in the object `vmlinux` is the kernel's. */
export function code(name: string, object: string, address: bigint, source: string): CodeFunction {
  return { name, object, kernel: object === 'vmlinux', address, source };
}

/** What a test says of a place in a tree: name of the function, own instructions, what it called. */
export interface Place {
  name: string;
  self?: number;
  calls?: number;
  kind?: CallNode['kind'];
  /** When it is not the name. */
  label?: string;
  children?: readonly Place[];
}

/** A place in a tree. */
export function place(name: string, self: number, children: readonly Place[] = [], calls = 1): Place {
  return { name, self, children, calls };
}

/** A profile with these phases, each with its tree; everything else follows from them. */
export function profileOf(
  phases: Readonly<Record<string, readonly Place[]>>,
  functions: readonly CodeFunction[] = CODE,
): Profile {
  return {
    ...{ format: 1, scenario: 'boot', system: 'lupine-redis', app: 'redis', functions },
    phases: Object.entries(phases).map(([name, places]) => {
      const root = { name, kind: 'phase', self: 0, calls: 1, children: places } as const;
      return phaseOf(name, nodeOf(root, functions), functions);
    }),
  };
}

/** A phase that follows from its tree. */
export function phaseOf(name: string, tree: CallNode, functions: readonly CodeFunction[]): ProfilePhase {
  const flat = new Map<number, number>();
  let kernelInstructions = 0;
  const visit = (node: CallNode): void => {
    if (node.self > 0 && node.function >= 0) {
      flat.set(node.function, (flat.get(node.function) ?? 0) + node.self);
      if (functions[node.function]?.kernel === true) kernelInstructions += node.self;
    }
    node.children.forEach(visit);
  };
  visit(tree);
  const { total: instructions } = tree;
  return { name, instructions, duration: instructions, kernelInstructions, flat, events: QUIET, tree };
}

function nodeOf(place: Place, functions: readonly CodeFunction[]): CallNode {
  const { name, self = 0, calls = 1, kind = 'call', children = [] } = place;
  const nodes = children.map((child) => nodeOf(child, functions));
  const total = nodes.reduce((sum, node) => sum + node.total, self);
  const index = functions.findIndex((one) => one.name === name);
  return { function: index, kind, label: place.label ?? name, self, total, calls, children: nodes };
}

/** A boot of redis in two phases, with a task, a system call, an interrupt and a place that stands twice. */
export function redisBoot(): Profile {
  const task = (name: string, children: readonly Place[]): Place => ({ name, kind: 'task', children });
  const read: Place = {
    ...{ name: 'do_syscall_64', kind: 'syscall', label: 'read', self: 40, calls: 2 },
    children: [place('vfs_read', 60, [place('security_file_open', 20)])],
  };
  return profileOf({
    kernel: [
      task('swapper', [
        place('start_kernel', 100, [
          place('clear_bss', 700),
          place('memblock_add', 120, [], 3),
          place('memblock_add', 80, [], 2),
        ]),
      ]),
    ],
    load: [
      task('redis-server', [
        place('main', 300, [read, place('serverCron', 200)]),
        { name: 'irq 0', kind: 'interrupt', children: [place('memblock_add', 10)] },
      ]),
    ],
  });
}

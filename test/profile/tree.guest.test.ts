// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { inWorkFolder } from '../../harness/core/work-folder.js';
import { buildSysroot } from '../../harness/image/native/sysroot.js';
import { CC, makeToolchain } from '../../harness/image/native/toolchain.js';
import type { CallNode, Profile } from '../../harness/profile/types.js';
import { testKernelImage } from '../kml/support/kernels.js';
import { KERNEL_TIMEOUT } from '../support/guest.js';
import { needKernels } from '../support/kernels.js';
import { compileProgram, profileProgram } from '../support/profiled-program.js';

/** Who calls whom in `guest/tree.c`, and how often; as its comments say. */
const CALLS = {
  'main > branch': 2,
  'branch > leaf': 6,
  'main > recurse': 1,
  'recurse > recurse': 9,
  'main > tail': 1,
  'tail > tail_target': 1,
  'main > jumper': 1,
  'jumper > jump_deep': 1,
  'jump_deep > jump_back': 1,
  'jumper > jumped': 1,
  'handler > handled': 1,
  'main > after_signal': 1,
  'main > child_work': 1,
  'child_work > spin': 1,
  'main > after_child': 1,
  'main > long_work': 1,
  'long_work > spin': 1,
};

/** Functions of the program, the handler's caller aside: a signal comes out of the kernel. */
const OWN = new Set(Object.keys(CALLS).flatMap((call) => call.split(' > ')));

/** A place in the tree, and the places above it. */
interface Visit {
  node: CallNode;
  above: readonly CallNode[];
}

/** All places of the program's processes. */
function visits(profile: Profile): Visit[] {
  const found: Visit[] = [];
  const visit = (node: CallNode, above: readonly CallNode[]): void => {
    found.push({ node, above });
    for (const child of node.children) visit(child, [...above, node]);
  };
  const start = profile.phases.find(({ name }) => name === 'start');
  for (const task of start?.tree?.children ?? []) if (task.label === 'program-0') visit(task, []);
  return found;
}

function calls(places: readonly Visit[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { node, above } of places) {
    const caller = above.at(-1);
    if (node.calls === 0 || caller === undefined || !OWN.has(caller.label) || !OWN.has(node.label)) continue;
    const call = `${caller.label} > ${node.label}`;
    counts[call] = (counts[call] ?? 0) + node.calls;
  }
  return counts;
}

function named(places: readonly Visit[], name: string): Visit[] {
  return places.filter(({ node }) => node.label === name && node.calls > 0);
}

describe('the call tree of a program whose calls are known', function () {
  this.timeout(120_000);
  let profile: Profile;
  let places: Visit[] = [];

  before(async function () {
    this.timeout(KERNEL_TIMEOUT);
    await needKernels('lupine-general');
    const program = await compileProgram('tree', ['-static', '-fno-pie', '-no-pie']);
    const { result, profile: made } = await profileProgram([program]);
    assert.equal(result.ending, 'ok', result.failure?.message);
    profile = made ?? assert.fail('nothing was counted');
    places = visits(profile);
  });

  it('has its callers and counts: also over recursion, tail calls and jumps out of functions', () =>
    assert.deepEqual(calls(places), CALLS));

  it('has a handler of a signal where the program was when it came, and what comes behind it where it belongs', () => {
    const [{ above } = assert.fail(), ...others] = named(places, 'handler');
    assert.equal(others.length, 0);
    assert.ok(above.some(({ label }) => label === 'raise'));
    for (const name of ['after_signal', 'after_child', 'long_work'])
      assert.deepEqual(
        named(places, name).map(({ above: callers }) => callers.at(-1)?.label),
        ['main'],
      );
  });

  it('keeps two processes of one program apart, whatever the kernel switches between', () => {
    const tasks = places.filter(({ node }) => node.kind === 'task');
    assert.equal(tasks.length, 1, 'they have one name and one root');
    const [child] = named(places, 'child_work');
    const [parent] = named(places, 'after_child');
    const roots = [child, parent].map((visit) => visit?.above.map(({ label }) => label).join(' > '));
    assert.notEqual(roots[0], roots[1]);
    const start = profile.phases.find(({ name }) => name === 'start');
    assert.ok((start?.events.switches.get('program-0 -> program-0') ?? 0) >= 1);
  });

  it('is exact: each round of a loop has the same instructions, however often it was interrupted', () => {
    const [long, short] = ['long_work', 'child_work'].map((caller) =>
      named(places, 'spin').find(({ above }) => above.at(-1)?.label === caller),
    );
    const rounds = ((long?.node.self ?? 0) - (short?.node.self ?? 0)) / (10_000_000 - 1000);
    assert.ok(Number.isInteger(rounds) && rounds >= 3, `${rounds} instructions each`);
    const interrupts = (long?.node.children ?? []).filter(({ kind }) => kind === 'interrupt');
    assert.ok(interrupts.some((one) => one.calls > 5 && one.total > 0));
  });

  it('has all instructions of the phase', () => {
    for (const { name, instructions, tree } of profile.phases) assert.equal(tree?.total, instructions, name);
  });
});

describe('the call tree of a program that calls a kernel with KML', function () {
  this.timeout(KERNEL_TIMEOUT);

  it('has the same callers and counts, and the near calls below who made them', async () => {
    const program = await inWorkFolder('test-tree', async (work) => {
      const toolchain = await makeToolchain({ sysroot: await buildSysroot(), work });
      return await compileProgram('tree', ['-static'], CC, { PATH: toolchain['PATH'] ?? '' });
    });
    const { result, profile } = await profileProgram([program], { kernel: await testKernelImage('kml') });
    assert.equal(result.ending, 'ok', result.failure?.message);
    const places = visits(profile ?? assert.fail('nothing was counted'));
    assert.deepEqual(calls(places), CALLS);
    const entries = named(places, 'kml_call_entry');
    assert.ok(entries.every(({ node }) => node.kind === 'call'));
    const callers = new Set(entries.map(({ above }) => above.at(-1)?.label));
    for (const caller of ['raise', '_Fork']) assert.ok(callers.has(caller), [...callers].join(', '));
  });
});

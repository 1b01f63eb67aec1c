// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { kernelSource } from '../../harness/cli/option-values.js';
import { EXIT } from '../../harness/core/errors.js';
import { makePlan } from '../../harness/plan/plan.js';
import {
  type KernelSources,
  requireUsed,
  sourceFor,
  sourceWords,
  withSource,
} from '../../harness/plan/source.js';
import type { Plan } from '../../harness/plan/types.js';
import { RunFolder, createRun } from '../../harness/run/folder.js';
import { ANYWHERE, VERSIONS, builtinScenarios, builtinSystems } from '../support/builtin.js';
import { failsWith } from '../support/errors.js';
import { inTemp } from '../support/temp.js';

/** The sources of such options. */
function named(...options: string[]): KernelSources | undefined {
  return options.reduce<KernelSources | undefined>((before, text) => kernelSource(text, before), undefined);
}

const plan = async (kernelSource?: KernelSources, systems = ['microvm']): Promise<Plan> =>
  makePlan([await builtinScenarios.load('boot')], await builtinSystems(), {
    ...ANYWHERE,
    ...{ clock: 'deterministic', clockReason: 'test', apps: ['hello'], kernelSource, systems },
  });

describe('the kernel sources that a user names', () => {
  it('are one as it always was, or one for each version', () => {
    assert.equal(named('/a'), '/a');
    assert.equal(named('./6.12=a'), './6.12=a');
    assert.deepEqual(named('6.12=/b'), { '6.12': '/b' });
    assert.deepEqual(named('/a', '6.12=/b#sha256=0=0'), { default: '/a', '6.12': '/b#sha256=0=0' });
    assert.deepEqual(named('6.12=/b', '/a'), { '6.12': '/b', default: '/a' });
    assert.deepEqual(sourceWords(named('6.12=/b', '/a')), ['6.12=/b', '/a']);
    assert.deepEqual([sourceWords(undefined), sourceWords('/a')], [[], ['/a']]);
    assert.deepEqual(withSource({ '6.12': '/b' }, { version: '6.12', source: '/c' }), { '6.12': '/c' });
  });
  it('are each named once', async () => {
    await failsWith(() => named('/a', '/b'), 'SOURCE_TWICE', EXIT.usage, /without a version .*: \/a, \/b/);
    const twice = () => named('6.12=/a', '/c', '6.12=/b');
    await failsWith(twice, 'SOURCE_TWICE', EXIT.usage, /of Linux 6\.12 .*: \/a, \/b/);
  });
  it('are each of something that is measured', async () => {
    const catalogue = await builtinSystems();
    const used =
      (sources: KernelSources | undefined, ...systems: string[]) =>
      () => {
        requireUsed(sources, systems, catalogue);
      };
    for (const [sources, ...systems] of [
      [undefined, 'osv'],
      ['/a', 'microvm', 'lupine-redis@6.12'],
      [named('6.1=/a', '6.12=/b'), 'lupine-redis+kml', 'lupine-redis@6.12+kml'],
    ] as const)
      used(sources, ...systems)();
    const unused = (next: RegExp) => ({ code: 'SOURCE_UNUSED', exit: EXIT.usage, next });
    assert.throws(
      used('/a', 'lupine-redis@6.12'),
      unused(/lupine-redis@6\.12 write --kernel-source 6\.12=\/a$/),
    );
    assert.throws(used(named('6.12=/a'), 'microvm'), unused(/microvm write --kernel-source \/a$/));
    assert.throws(used(named('/b', '6.12=/a'), 'microvm'), unused(/\/a$/));
    assert.throws(used('/a', 'osv', 'debian-cloud'), unused(/^Leave --kernel-source out/));
  });
  it('are each a path or an address', async () => {
    await failsWith(() => named('6.12=git://a/b'), 'SOURCE_URL', EXIT.usage, /of git:/);
    assert.throws(() => named('6.12='), /it is empty/);
  });
  it('are taken for systems of their version only', () => {
    const sources = named('/a', '6.12=/b');
    assert.deepEqual(sourceFor(sources, undefined, VERSIONS), { source: '/a' });
    assert.deepEqual(sourceFor(sources, '6.12', VERSIONS), { version: '6.12', source: '/b' });
    assert.equal(sourceFor('/a', '6.12', VERSIONS), undefined);
    assert.equal(sourceFor(named('6.12=/b'), undefined, VERSIONS), undefined);
    assert.deepEqual(sourceFor(named('6.1=/c'), undefined, VERSIONS), { version: '6.1', source: '/c' });
  });
  it('stand in the plan so that they are the same in every folder', async () => {
    const { kernelSource: placed } = await plan(named('linux', '6.12=../b'));
    const here = process.cwd();
    assert.deepEqual(placed, { default: join(here, 'linux'), '6.12': join(here, '..', 'b') });
  });
  it('are refused for a version that there is not, and twice for the default one', async () => {
    await failsWith(plan(named('6.13=/b')), 'VERSION_UNKNOWN', EXIT.usage, /6\.13=\/b/);
    await failsWith(plan(named('/a', '6.1=/b')), 'SOURCE_TWICE', EXIT.usage, /\/a, \/b/);
  });
  it('are read from a plan, also from one of before there were versions', () =>
    inTemp(async (dir) => {
      for (const kernelSource of ['/a/linux', { '6.12': '/b' }, { default: '/a', '6.12': '/b' }, undefined]) {
        const folder = await createRun(dir, await plan(kernelSource), new Date(0));
        assert.deepEqual((await new RunFolder(folder.dir).plan()).kernelSource, kernelSource);
      }
    }));
  it('are in no plan for anything else than a version', () =>
    inTemp(async (dir) => {
      for (const kernelSource of [{ microvm: '/a' }, { '6.12': '/a\n' }]) {
        const strange = { ...(await plan()), kernelSource };
        await failsWith(createRun(dir, strange, new Date(0)), 'PLAN_INVALID', EXIT.usage, /kernelSource/);
      }
    }));
});

describe('a plan with two kernels', () => {
  it('has each system once, under one name', async () => {
    const { steps, scenarios } = await plan(undefined, [
      ...['microvm@6.1', 'microvm', 'lupine-<app>@6.12', 'lupine-hello@6.12', 'lupine-<app>@6.1'],
    ]);
    assert.deepEqual(
      [...new Set(steps.map(({ system }) => system))],
      ['microvm', 'lupine-hello@6.12', 'lupine-hello'],
    );
    assert.equal(scenarios[0]?.systems[0], 'microvm');
    assert.equal(scenarios[0].baseline, 'microvm');
  });
});

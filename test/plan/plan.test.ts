// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { EXIT } from '../../harness/core/errors.js';
import type { Clock } from '../../harness/metric/types.js';
import { type PlanOptions, makePlan } from '../../harness/plan/plan.js';
import type { Plan } from '../../harness/plan/types.js';
import { failsWith } from '../support/errors.js';
import { ANYWHERE, builtinScenarios, builtinSystems } from '../support/builtin.js';
import type { SystemCatalogue } from '../../harness/system/catalogue.js';

describe('plan', () => {
  let catalogue: SystemCatalogue;
  before(async () => {
    catalogue = await builtinSystems();
  });
  const plan = async (name: string, clock: Clock, options: Partial<PlanOptions> = {}): Promise<Plan> =>
    makePlan([await builtinScenarios.load(name)], catalogue, {
      ...ANYWHERE,
      clock,
      clockReason: 'test',
      ...options,
    });
  const order = ({ steps }: Plan): string[] => steps.map(({ system, boot }) => `${system} ${boot}`);

  it('alternates the direction of rounds under the wall clock', async () => {
    const expected = [
      'microvm 1',
      'lupine-redis 1',
      'lupine-redis 2',
      'microvm 2',
      'microvm 3',
      'lupine-redis 3',
    ];
    assert.deepEqual(order(await plan('redis', 'wall')), expected);
  });
  it('keeps the boots of a cell together under the deterministic clock', async () => {
    const expected = ['microvm 1', 'microvm 2', 'lupine-redis 1', 'lupine-redis 2'];
    assert.deepEqual(order(await plan('redis', 'deterministic', { boots: 2 })), expected);
  });
  it('has a metric of one clock only under that clock', async () => {
    const metrics = async (clock: Clock): Promise<string[]> =>
      (await plan('boot', clock)).scenarios.flatMap((scenario) => scenario.metrics.map(({ name }) => name));
    assert.deepEqual(await metrics('wall'), ['boot.guest', 'boot.vmm', 'boot.ready']);
    assert.deepEqual(await metrics('deterministic'), ['boot.guest', 'boot.ready']);
  });
  it('names a kernel source so that it is the same in every folder', async () => {
    for (const [named, placed] of [
      ['linux.tar', join(process.cwd(), 'linux.tar')],
      ['../linux#sha256=00', join(process.cwd(), '..', 'linux#sha256=00')],
      ['/a/linux', '/a/linux'],
      ['https://a/linux.tar#sha256=00', 'https://a/linux.tar#sha256=00'],
      [undefined, undefined],
    ])
      assert.equal((await plan('boot', 'deterministic', { kernelSource: named })).kernelSource, placed);
  });
  it('refuses a scenario without a metric under the clock', async () => {
    const { metrics, ...scenario } = await builtinScenarios.load('boot');
    const only = { ...scenario, metrics: metrics.filter(({ name }) => name === 'boot.vmm') };
    await failsWith(
      () => makePlan([only], catalogue, { ...ANYWHERE, clock: 'deterministic', clockReason: 'test' }),
      'METRICS_OTHER_CLOCK',
      EXIT.usage,
    );
  });
  it('refuses a load from the host under the deterministic clock, and says why it is that clock', async () => {
    for (const name of ['redis-host', 'nginx-host', 'nginx-wrk-host']) {
      await failsWith(
        plan(name, 'deterministic', { clockReason: 'KVM is not used.' }),
        'CLOCK_HOST_LOAD',
        EXIT.usage,
        new RegExp(`${name} needs the wall clock: its client runs on the host.* KVM is not used`),
      );
    }
    assert.deepEqual(order(await plan('redis-host', 'wall', { boots: 1 })), ['microvm 1', 'lupine-redis 1']);
  });
  it('numbers steps from 1 without gaps', async () => {
    const { steps } = await plan('boot', 'wall');
    assert.deepEqual(
      steps.map(({ n }) => n),
      steps.map((_, index) => index + 1),
    );
  });
  it('resolves lupine-<app> for each app', async () => {
    const systems = new Set(
      (await plan('boot', 'deterministic')).steps.map(({ app, system }) => `${app} ${system}`),
    );
    assert.ok(systems.has('hello lupine-hello') && systems.has('redis lupine-redis'));
  });
  it('resolves a modifier behind lupine-<app>, beside the system without it', async () => {
    for (const name of ['boot', 'image-size', 'memory-floor']) {
      const { steps } = await plan(name, 'deterministic', { apps: ['redis'] });
      const systems = new Set(steps.map(({ system }) => system));
      assert.ok(systems.has('lupine-redis') && systems.has('lupine-redis+compact'), name);
    }
    const [plain, compact] = ['lupine-redis', 'lupine-redis+compact'].map((name) =>
      catalogue.resolveLinux(name),
    );
    assert.deepEqual([compact?.fragments, compact?.cmdline], [plain?.fragments, plain?.cmdline]);
    assert.match(compact?.make.join(' ') ?? '', /vmlinux\.lds=.*PMD_SIZE=4096/);
    assert.deepEqual(plain?.make, []);
  });
  it('searches and looks at files once, whatever the number of boots', async () => {
    const { steps } = await plan('image-size', 'deterministic', {
      boots: 5,
      apps: ['hello'],
      systems: ['microvm'],
    });
    assert.deepEqual(
      steps.map(({ kind }) => kind),
      ['inspect'],
    );
  });
  it('takes the first system as baseline when the own one is not measured', async () => {
    const { scenarios } = await plan('redis', 'deterministic', {
      systems: ['lupine-general', 'lupine-redis'],
    });
    assert.equal(scenarios[0]?.baseline, 'lupine-general');
  });
  it('refuses an unknown system before anything is built', () =>
    failsWith(plan('redis', 'wall', { systems: ['lupin-redis'] }), 'SYSTEM_UNKNOWN', EXIT.usage));
  it('refuses an app that the load is not made for, even beside one that it is', async () => {
    for (const apps of [['nginx'], ['redis', 'nginx']]) {
      await failsWith(plan('redis', 'wall', { apps }), 'APP_NOT_IN_SCENARIO', EXIT.usage, /for nginx\./);
    }
  });
  it('takes any app where there is no load', async () => {
    for (const name of ['boot', 'memory-floor', 'image-size']) {
      const { steps } = await plan(name, 'deterministic', { apps: ['nginx', 'nginx'], systems: ['microvm'] });
      assert.deepEqual([...new Set(steps.map(({ app }) => app))], ['nginx'], name);
    }
  });
  it('refuses an unknown app before anything is built', () =>
    failsWith(plan('boot', 'wall', { apps: ['reddis'] }), 'APP_UNKNOWN', EXIT.usage, /reddis/));
});

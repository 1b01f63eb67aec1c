// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { chooseClaims, loadClaims } from '../../harness/claim/load.js';
import { scenariosFor } from '../../harness/claim/scenarios.js';
import type { Clock } from '../../harness/metric/types.js';
import type { Scenario } from '../../harness/scenario/types.js';
import { nameFor } from './fixture.js';
import { builtinScenarios } from '../support/builtin.js';

const needed = async (ids: string[], clock: Clock = 'deterministic'): Promise<Scenario[]> =>
  await scenariosFor(chooseClaims(await loadClaims(), ids), clock, nameFor, (name) =>
    builtinScenarios.load(name),
  );

const inShort = ({ name, apps, systems, baseline }: Scenario): object => ({ name, apps, systems, baseline });

describe('scenarios that claims need', () => {
  it('have the apps and systems of the checks alone', async () => {
    assert.deepEqual((await needed(['boot-time'])).map(inShort), [
      {
        name: 'boot',
        apps: ['hello'],
        systems: ['microvm', 'lupine-hello', 'microvm+notests'],
        baseline: 'microvm',
      },
    ]);
  });
  it('keep the pattern of a system when there are several apps', async () => {
    assert.deepEqual((await needed(['memory'])).map(inShort), [
      {
        name: 'memory-floor',
        apps: ['hello', 'redis'],
        systems: ['microvm', 'lupine-<app>'],
        baseline: 'microvm',
      },
      {
        name: 'apps-memory',
        apps: ['nginx'],
        systems: ['microvm', 'lupine-nginx'],
        baseline: 'microvm',
      },
    ]);
  });
  it('take a baseline of their own when the usual one is not needed', async () => {
    assert.deepEqual((await needed(['general-is-enough'])).map(inShort), [
      {
        name: 'nginx',
        apps: ['nginx'],
        systems: ['lupine-nginx', 'lupine-general'],
        baseline: 'lupine-nginx',
      },
      {
        name: 'redis',
        apps: ['redis'],
        systems: ['lupine-redis', 'lupine-general'],
        baseline: 'lupine-redis',
      },
    ]);
  });
  it('are none for what cannot be measured', async () => {
    assert.deepEqual(await needed(['compat']), []);
  });
  it('have enough boots for an interval under the wall clock', async () => {
    const [deterministic] = await needed(['boot-time']);
    const [wall] = await needed(['boot-time'], 'wall');
    assert.deepEqual([deterministic?.boots, wall?.boots], [3, 6]);
  });
});

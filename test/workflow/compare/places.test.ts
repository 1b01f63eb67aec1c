// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { placesIn } from '../../../harness/workflow/compare/places.js';
import { gitIn } from '../../support/git.js';
import { bootScenario, writeFiles } from '../../support/project.js';
import { inTemp } from '../../support/temp.js';

describe('the place of an annotation', () => {
  it('is the line of the scenario file that asks for the metric, from the top of the checkout', () =>
    inTemp(async (dir) => {
      await gitIn(dir, 'init', '--quiet');
      const scenario = bootScenario('start', 'mine');
      await writeFiles(dir, {
        'bench/lupine-bench.yaml': 'systems: {}\n',
        'bench/scenarios/start.yaml': scenario,
      });
      await mkdir(join(dir, 'bench', 'deep'));
      const placeOf = placesIn(join(dir, 'bench', 'deep'), dir);
      const line = scenario.split('\n').findIndex((text) => text.includes('boot.guest')) + 1;
      assert.ok(line > 1);
      const file = 'bench/scenarios/start.yaml';
      assert.deepEqual(await placeOf({ scenario: 'start', metric: 'boot.guest' }), { file, line });
      assert.deepEqual(await placeOf({ scenario: 'start', metric: 'boot.gues' }), { file, line: 1 });
      assert.deepEqual(await placeOf({ scenario: 'boot', metric: 'boot.guest' }), {
        ...{ file: 'bench/lupine-bench.yaml', line: 1 },
      });
    }));

  it('is nowhere without a project, and no file outside of it', () =>
    inTemp(async (dir) => {
      await gitIn(dir, 'init', '--quiet');
      const metric = { scenario: 'start', metric: 'boot.guest' };
      assert.equal(await placesIn(dir, dir)(metric), undefined);
      await writeFiles(dir, { 'lupine-bench.yaml': '{}\n', 'other.yaml': 'boot.guest\n' });
      const place = await placesIn(dir, dir)({ ...metric, scenario: '../other' });
      assert.deepEqual(place, { file: 'lupine-bench.yaml', line: 1 });
    }));
});

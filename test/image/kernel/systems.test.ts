// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { enabledOptions } from '../../../harness/image/kernel/config.js';
import { finalConfig } from '../../support/final-config.js';

const SYSTEMS = [
  'microvm',
  'lupine-base',
  'lupine-general',
  'lupine-redis',
  'lupine-nginx',
  'lupine-lmbench',
  'lupine-redis+tiny',
  'lupine-base+kml',
  'lupine-nginx+kml',
];

describe('the systems of the project', function () {
  this.timeout(600_000);
  const enabled = new Map<string, string[]>();

  for (const system of SYSTEMS) {
    it(`${system}: every option asked for survives`, async () => {
      enabled.set(system, enabledOptions(await finalConfig(system)));
    });
  }
  it('have the order of the paper: base < redis < nginx < general < microvm', () => {
    const counts = ['lupine-base', 'lupine-redis', 'lupine-nginx', 'lupine-general', 'microvm'].map(
      (name) => enabled.get(name)?.length ?? 0,
    );
    assert.deepEqual(
      counts,
      [...counts].sort((a, b) => a - b),
      counts.join(' '),
    );
  });
  it('have no multiprocessing but in microvm', () => {
    for (const [name, options] of enabled) assert.equal(options.includes('SMP'), name === 'microvm', name);
  });
});

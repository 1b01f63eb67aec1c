// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { enabledOptions } from '../../../harness/image/kernel/config.js';
import { VERSIONS } from '../../support/builtin.js';
import { finalConfig } from '../../support/final-config.js';

const SYSTEMS = [
  'microvm',
  'lupine-base',
  'lupine-general',
  'lupine-redis',
  'lupine-nginx',
  'lupine-lmbench',
  'lupine-redis+tiny',
  'lupine-base+mit',
  'lupine-base+kml',
  'lupine-nginx+kml',
];

/** The name of a system with a kernel. */
const withKernel = (name: string, version: string): string => {
  const [base = '', ...modifiers] = name.split('+');
  return [`${base}@${version}`, ...modifiers].join('+');
};

/** Options of the menu of mitigations. */
const MITIGATION =
  /^(?:CPU_(?:MITIGATIONS|SRSO|\w+_ENTRY)|MITIGATION_\w+|RETPOLINE|RETHUNK|PAGE_TABLE_ISOLATION|SLS|GDS_\w+|CALL_\w+TRACKING)$/;

for (const version of Object.keys(VERSIONS.sources))
  describe(`the systems of the project, from Linux ${version}`, function () {
    this.timeout(600_000);
    const enabled = new Map<string, string[]>();
    const has = (name: string): string[] => enabled.get(name) ?? [];

    for (const system of SYSTEMS) {
      it(`${system}: every option asked for survives`, async () => {
        enabled.set(system, enabledOptions(await finalConfig(withKernel(system, version))));
      });
    }
    it('have the order of the paper: base < redis < nginx < general < microvm', () => {
      const names = ['lupine-base', 'lupine-redis', 'lupine-nginx', 'lupine-general', 'microvm'];
      const counts = names.map((name) => has(name).length);
      assert.deepEqual(
        counts,
        [...counts].sort((a, b) => a - b),
        counts.join(' '),
      );
    });
    it('have the same mitigations behind +mit as microvm', () => {
      const mitigations = (name: string): string[] =>
        has(name)
          .filter((option) => MITIGATION.test(option))
          .sort();
      assert.ok(mitigations('microvm').length > 8);
      assert.deepEqual(mitigations('lupine-base+mit'), mitigations('microvm'));
      assert.deepEqual(mitigations('lupine-base'), []);
    });
    it('have no multiprocessing but in microvm', () => {
      for (const [name, options] of enabled) assert.equal(options.includes('SMP'), name === 'microvm', name);
    });
  });

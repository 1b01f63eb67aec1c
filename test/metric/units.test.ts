// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { DeclaredUnit } from '../../harness/metric/types.js';
import { unitUnder, varies } from '../../harness/metric/units.js';
import { scaleOf, withUnit } from '../../harness/report/format/scale.js';

const UNITS: DeclaredUnit[] = ['ns', 'req/s', 'MB/s', 'requests', 'bytes', 'MiB', 'options'];

describe('units', () => {
  it('are virtual under the deterministic clock where they have time in them', () => {
    const virtual = UNITS.map((unit) => unitUnder('deterministic', unit));
    assert.deepEqual(virtual, ['vns', 'req/vs', 'MB/vs', 'requests', 'bytes', 'MiB', 'options']);
  });
  it('are the declared ones under the wall clock', () =>
    assert.deepEqual(
      UNITS.map((unit) => unitUnder('wall', unit)),
      UNITS,
    ));
  it('have values that vary from boot to boot where they have time in them', () => {
    const both = UNITS.flatMap((unit) => [unit, unitUnder('deterministic', unit)]);
    const varying = both.filter(varies);
    assert.deepEqual(varying, ['ns', 'vns', 'req/s', 'req/vs', 'MB/s', 'MB/vs']);
  });
  it('of bandwidth are read in megabytes, however many', () =>
    assert.equal(withUnit(10_664.78, scaleOf('MB/vs', [10_664.78])), '10,665 MB/vs'));
});

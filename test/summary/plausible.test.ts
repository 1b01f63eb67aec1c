// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { foreign } from '../../harness/core/foreign.js';
import { digestOf } from '../../harness/core/json.js';
import { createRun } from '../../harness/run/folder.js';
import { importLogs } from '../../harness/import/import.js';
import { plausible } from '../../harness/summary/plausible.js';
import { summariseRun } from '../../harness/summary/summary.js';
import { builtinSystems } from '../support/builtin.js';
import { inTemp } from '../support/temp.js';

const TEXT = '"SET","80000.00"\n"GET","82000.00"\n';

describe('a value that cannot be', () => {
  for (const value of [Number.POSITIVE_INFINITY, Number.NaN, 1e300, -1e300, -1]) {
    it(`such as ${value} costs its own cell, with the reason, and no other`, async () => {
      const { cells, samples } = await inTemp(async (dir) => {
        const files = ['osv', 'constructor'].map((system) => ({
          path: `${system}.log`,
          system,
          text: foreign(TEXT),
          sha256: digestOf(system),
        }));
        const { plan, records } = importLogs(files, { host: 'h' });
        const folder = await createRun(dir, plan, new Date(0));
        for (const record of records) {
          const absurd = record.step.system === 'osv' ? {} : { 'throughput.get': value };
          await folder.writeRecord({ ...record, values: { ...record.values, ...absurd } });
        }
        return await summariseRun(folder, await builtinSystems());
      });
      assert.deepEqual(
        cells.map(({ system, metric, values, failures }) => [
          ...[system, metric, values],
          failures.map(({ boot, code }) => `${boot} ${code}`),
        ]),
        [
          ['osv', 'throughput.set', [80000], []],
          ['constructor', 'throughput.set', [80000], []],
          ['osv', 'throughput.get', [82000], []],
          ['constructor', 'throughput.get', [], ['1 VALUE_IMPLAUSIBLE']],
        ],
      );
      assert.equal(samples.length, 3);
    });
  }

  it('such as a part of a byte, or less than none, is named with its unit', () => {
    const about = { scenario: 's', system: 'x', app: 'a', metric: 'image.kernel', boot: 1 } as const;
    const how = { direction: 'lower', clock: 'deterministic', monitor: '', host: 'any' } as const;
    const taken = (value: number, unit: 'bytes' | 'vns') => plausible([{ ...about, ...how, unit, value }]);
    assert.equal(taken(0, 'bytes').samples.length, 1);
    assert.equal(taken(1.5, 'vns').samples.length, 1);
    for (const value of [1.5, -1, -0.5]) {
      const { samples, refused } = taken(value, 'bytes');
      assert.deepEqual(samples, []);
      assert.equal(
        refused[0]?.message,
        `The record says ${value} bytes for image.kernel, which is not a whole number from 0 to 2^53.`,
      );
    }
  });
});

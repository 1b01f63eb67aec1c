// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { foreign } from '../../harness/core/foreign.js';
import { createRun } from '../../harness/run/folder.js';
import { importLogs } from '../../harness/import/import.js';
import { summariseRun } from '../../harness/summary/summary.js';
import { builtinSystems } from '../support/builtin.js';
import { inTemp } from '../support/temp.js';

const TEXT = '"SET","80000.00"\n"GET","82000.00"\n';

describe('a value that cannot be', () => {
  for (const value of [Number.POSITIVE_INFINITY, Number.NaN, 1e300, -1e300]) {
    it(`such as ${value} costs its own cell, with the reason, and no other`, async () => {
      const { cells, samples } = await inTemp(async (dir) => {
        const files = ['osv', 'constructor'].map((system) => ({
          path: `${system}.log`,
          system,
          sha256: system,
          text: foreign(TEXT),
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
});

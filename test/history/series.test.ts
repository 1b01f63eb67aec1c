// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { historyModel } from '../../harness/history/series.js';
import { pointAt } from './fixture.js';

const steps = (count: number, parts: Parameters<typeof pointAt>[1] = {}) =>
  Array.from({ length: count }, (_, n) =>
    pointAt(n, { ...parts, cells: [{ median: n < 5 ? 100 : 101, ...parts.cells?.[0] }] }),
  );

describe('the series of a history', () => {
  it('have a value for each commit, with the places where they changed', () => {
    const { commits, metrics } = historyModel(steps(10));
    assert.equal(commits.length, 10);
    const [series] = metrics[0]?.series ?? [];
    assert.deepEqual(
      series?.values.map(({ commit }) => commit),
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    );
    assert.deepEqual(
      series.changes.map(({ index, before, after }) => [index, before, after]),
      [[5, 100, 101]],
    );
  });

  it('keep apart what does not compare, and charts of systems', () => {
    const points = [
      ...steps(2),
      pointAt(3, { cells: [{ monitor: 'qemu 8.2.0' }, { system: 'microvm' }] }),
      pointAt(4, { cells: [{ parameters: '0'.repeat(64) }] }),
      { ...pointAt(5), clockDefinition: 1 },
    ];
    const { metrics } = historyModel(points);
    assert.deepEqual(
      metrics.map(({ system, series }) => [system, series.length]),
      [
        ['lupine-hello', 4],
        ['microvm', 1],
      ],
    );
  });

  it('have no value for a run that gave none, and say which', () => {
    const failed = pointAt(2, { cells: [{ n: 0, median: undefined, failure: 'BOOT_TIMEOUT' }] });
    const [series] = historyModel([...steps(2), failed]).metrics[0]?.series ?? [];
    assert.equal(series?.values.length, 2);
    assert.deepEqual(series.failures, [{ commit: 2, code: 'BOOT_TIMEOUT' }]);
  });

  it('take runs of one commit for values of one commit', () => {
    const again = pointAt(0, { run: { id: '20260102-000000-boot' }, cells: [{ median: 100 }] });
    const { commits, metrics } = historyModel([pointAt(0), again]);
    assert.equal(commits.length, 1);
    assert.deepEqual(
      metrics[0]?.series[0]?.values.map(({ commit }) => commit),
      [0, 0],
    );
  });
});

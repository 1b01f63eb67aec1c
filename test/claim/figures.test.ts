// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { type Figure, type FigureRow, figuresOf } from '../../harness/claim/figures.js';
import { loadPublished } from '../../harness/claim/load.js';
import { METRICS, claimsRun, nameFor } from './fixture.js';

const figures = async (run = claimsRun()): Promise<ReturnType<typeof figuresOf>> =>
  figuresOf(run, await loadPublished(), nameFor);

async function rowsOf(id: Figure['id'], panel = 0): Promise<FigureRow[]> {
  const { drawn } = await figures();
  return drawn.find((figure) => figure.id === id)?.panels[panel]?.rows ?? [];
}

describe('the figures of the evaluation', () => {
  it('are all drawn when the run has a part of each', async () => {
    const { drawn, left } = await figures();
    assert.equal(drawn.length, 5);
    assert.deepEqual(left, []);
  });
  it('are named when the run has no part of them', async () => {
    const { drawn, left } = await figures(claimsRun(METRICS.filter(({ scenario }) => scenario === 'boot')));
    assert.deepEqual(
      drawn.map(({ id }) => id),
      ['boot-time'],
    );
    assert.deepEqual(left, ['Image size', 'Memory footprint', 'System calls', 'Application throughput']);
  });
  it('divide every value by the baseline of its own source', async () => {
    const rows = await rowsOf('boot-time');
    assert.deepEqual(
      rows.map(({ system, origin, ratio }) => [
        system,
        origin === 'measured' ? origin : origin.id,
        Number(ratio?.value.toFixed(3)),
      ]),
      [
        ['microvm', 'measured', 1],
        ['lupine-hello', 'measured', 0.1],
        ['lupine-general', 'measured', 0.102],
        ['lupine-hello+tiny', 'measured', 0.1],
        ['microvm', 'SL', 1],
        ['lupine', 'SL', 0.411],
      ],
    );
  });
  it('keep a published value in its own unit, and none where there is only a ratio', async () => {
    const boot = await rowsOf('boot-time');
    assert.deepEqual([boot.at(-1)?.value, boot.at(-1)?.unit], [23, 'ms']);
    const image = await rowsOf('image-size');
    assert.equal(image.at(-1)?.value, undefined);
  });
  it('have an app that stands in another scenario', async () => {
    const rows = await rowsOf('memory', 2);
    assert.deepEqual(
      rows.filter(({ origin }) => origin === 'measured').map(({ system, value }) => [system, value]),
      [
        ['microvm', 41],
        ['lupine-nginx', 18],
      ],
    );
  });
  it('keep the row of a system that could not be measured', async () => {
    const { drawn } = await figures(claimsRun(METRICS.filter(({ app }) => app !== 'redis')));
    const redis = drawn.find(({ id }) => id === 'memory')?.panels[1]?.rows[1];
    assert.equal(redis?.obstacle?.code, 'NOT_IN_RUN');
  });
});

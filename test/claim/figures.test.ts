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
    const rows = [...(await rowsOf('boot-time')), ...(await rowsOf('boot-time', 1))];
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
    const boot = await rowsOf('boot-time', 1);
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
  it('have a panel for what was counted here and one for what others timed, and one for what has no time', async () => {
    const { drawn } = await figures();
    const titles = (id: Figure['id']): string[] =>
      drawn.find((figure) => figure.id === id)?.panels.map(({ title }) => title) ?? [];
    assert.deepEqual(titles('boot-time').slice(0, 2), [
      'Boot against microvm, measured here',
      'Boot against microvm, published',
    ]);
    assert.equal(titles('memory')[0], 'Smallest memory for hello');
    for (const { panels } of drawn) {
      for (const { rows } of panels) {
        const units = new Set(rows.map(({ unit }) => unit));
        assert.ok(!(units.has('vns') && units.has('ms')) && !(units.has('req/vs') && units.has('kreq/s')));
      }
    }
  });
  it('share a panel where this run was timed too', async () => {
    const { drawn } = await figures({ ...claimsRun(), clock: 'wall' });
    const [panel] = drawn.find(({ id }) => id === 'boot-time')?.panels ?? [];
    assert.equal(panel?.title, 'Boot against microvm');
    assert.ok(panel.rows.some(({ origin }) => origin !== 'measured'));
  });
  it("name the paper's own rows that were not measured like the others, and do not draw them", async () => {
    const rows = await rowsOf('throughput', 1);
    const unlike = rows.filter(({ obstacle }) => obstacle !== undefined);
    assert.deepEqual(
      unlike.map(({ system, ratio, obstacle }) => [system, ratio, obstacle?.code, obstacle?.message]),
      [
        ['rump', undefined, 'CONDITIONS_DIFFER', 'page served 212 bytes, not 612 bytes (LOG: 1.314×)'],
        [
          'osv',
          undefined,
          'CONDITIONS_DIFFER',
          'concurrency 1, not 100; 97 % of the answers failed (LOG: 0.869×)',
        ],
      ],
    );
  });
  it('have optional systems where the run was asked for them, once each with their baseline, and what was unlike', async () => {
    const run = claimsRun();
    const [known] = run.cells.filter(({ metric, app }) => metric === 'memory.floor' && app === 'hello');
    assert.ok(known !== undefined);
    const osv = { ...known, system: 'osv', values: [24, 24, 24], conditions: { machine: 'pc' } };
    const cells = run.cells.map((cell) => ({ ...cell, conditions: { machine: 'microvm' } }));
    const { drawn } = await figures({ ...run, cells: [...cells, osv] });
    const panel = drawn.find(({ id }) => id === 'memory')?.panels[0];
    const measured = panel?.rows.filter(({ origin }) => origin === 'measured').map(({ system }) => system);
    assert.deepEqual(measured, ['microvm', 'lupine-hello', 'osv']);
    assert.deepEqual(panel?.notes, ['machine type pc, not microvm (osv)']);
  });
  it('keep the row of a system that could not be measured', async () => {
    const { drawn } = await figures(claimsRun(METRICS.filter(({ app }) => app !== 'redis')));
    const redis = drawn.find(({ id }) => id === 'memory')?.panels[1]?.rows[1];
    assert.equal(redis?.obstacle?.code, 'NOT_IN_RUN');
  });
});

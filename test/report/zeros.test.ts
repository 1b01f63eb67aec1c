// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { drawCharts } from '../../harness/report/chart/charts.js';
import { buildModel } from '../../harness/report/model/build.js';
import { textBoxes } from '../support/svg-text.js';
import { runOf, same, scenario } from './fixture-parts.js';

describe('a chart of zeros', () => {
  it('has its zero at the left end of the axis, not in its middle', async () => {
    const run = runOf(
      'deterministic',
      [scenario('nginx', 'nginx', '', 'lupine-nginx')],
      [
        {
          scenario: 'nginx',
          app: 'nginx',
          metric: 'requests.failed',
          title: 'Requests that failed',
          unit: 'requests',
          direction: 'lower',
          cells: ['lupine-nginx', 'microvm'].map((system) => ({ system, values: same(0) })),
        },
      ],
    );
    const [chart] = await drawCharts(buildModel(run));
    for (const svg of [chart?.svg ?? '', chart?.narrowSvg ?? '']) {
      const labels = textBoxes(svg).filter(({ text }) => /^[0-9.]+$/.test(text));
      assert.deepEqual(
        labels.sort((a, b) => a.left - b.left).map(({ text }) => Number(text)),
        labels.map(({ text }) => Number(text)).sort((a, b) => a - b),
      );
      assert.deepEqual([labels[0]?.text, labels.at(-1)?.text], ['0', '1']);
    }
  });
});

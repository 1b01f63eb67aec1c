// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { curveAxis, curveRows } from '../../harness/report/chart/curve-rows.js';
import { drawCharts } from '../../harness/report/chart/charts.js';
import { gainText, shortGain } from '../../harness/report/format/gain.js';
import { pageHtml } from '../../harness/report/html/page.js';
import { summaryMarkdown } from '../../harness/report/markdown/summary.js';
import { buildModel } from '../../harness/report/model/build.js';
import { keyRatios } from '../../harness/report/model/key-ratios.js';
import type { Curve } from '../../harness/report/model/types.js';
import { renderTerminalSummary } from '../../harness/report/terminal.js';
import type { RunSummary } from '../../harness/summary/types.js';
import { textBoxes } from '../support/svg-text.js';
import { fading, fadingInNoise, fadingWithGaps } from './fixture-curve.js';
import { singleSystem, threeSystems } from './fixture.js';

const curvesOf = (summary: RunSummary): Curve[] =>
  buildModel(summary).sections.flatMap(({ families }) => families.flatMap(({ curves }) => curves));

describe('a curve of gains', function () {
  this.timeout(60_000);

  it('is made of metrics that end in a number, one for each system but the baseline', () => {
    assert.deepEqual(
      curvesOf(fading()).map(({ system, points }) => [system, points.length]),
      [
        ['lupine-base+kml', 12],
        ['microvm', 12],
      ],
    );
    assert.deepEqual(curvesOf(threeSystems()), []);
  });
  it('needs a baseline to compare with', () => {
    const alone = fading();
    alone.cells = alone.cells.filter(({ system }) => system !== 'lupine-base');
    assert.deepEqual(curvesOf(alone), []);
    assert.deepEqual(curvesOf(singleSystem()), []);
  });
  it('is the time saved, in per cent of the time of the baseline', () => {
    const [kml, microvm] = curvesOf(fading()).map(({ points }) => points[0]?.gain);
    assert.deepEqual(
      [kml?.value, kml?.low, kml?.high].map((value) => value?.toFixed(4)),
      Array(3).fill('27.1277'),
    );
    assert.equal(microvm?.value.toFixed(4), '-10.6383');
  });
  it('has intervals whose ends are in order', () => {
    for (const { gain } of curvesOf(fadingInNoise()).flatMap(({ points }) => points)) {
      assert.ok(gain !== undefined && gain.low < gain.value && gain.value < gain.high);
    }
  });
  it('is a gain, not a loss, where the system with a higher rate is better', () => {
    const rates = fading();
    for (const cell of rates.cells) cell.direction = 'higher';
    assert.ok((curvesOf(rates)[0]?.points[0]?.gain?.value ?? 0) < 0);
  });

  it('has a place for zero left of the logarithms, which no line reaches', () => {
    const curves = curvesOf(fading()).slice(0, 1);
    const axis = curveAxis(curves);
    assert.deepEqual(axis, { firstAt: 0, lastAt: 6, zeroBelow: 0.5 });
    const [zero, ten, thirty] = curveRows(curves, axis);
    assert.deepEqual([zero?.position, ten?.position], [0, 1]);
    assert.notEqual(zero?.segment, ten?.segment);
    assert.equal(ten?.segment, thirty?.segment);
  });
  it('has an axis without that place when nothing is measured at zero', () => {
    const [curve] = curvesOf(fading());
    assert.ok(curve);
    const points = curve.points.filter(({ x }) => x >= 300);
    assert.deepEqual(curveAxis([{ ...curve, points }]), { firstAt: 2, lastAt: 6, zeroBelow: 2 });
  });
  it('is not joined over a value that is missing, and says which are', async () => {
    const curves = curvesOf(fadingWithGaps());
    const rows = curveRows(curves, curveAxis(curves));
    assert.deepEqual(
      rows.filter(({ cross }) => cross !== '').map(({ position }) => Math.round(10 ** position)),
      [1, 300, 30_000],
    );
    const [below, above] = [rows[3], rows[5]];
    assert.notEqual(below?.segment, above?.segment);
    const [chart] = await drawCharts(buildModel(fadingWithGaps()));
    const texts = textBoxes(chart?.svg ?? '').map(({ text }) => text);
    assert.ok(
      texts.includes('× could not measure: 0, 300, 30,000 (CLIENT_OUTPUT, NO_BASELINE)'),
      texts.join('\n'),
    );
    assert.equal(texts.filter((text) => text === '×').length, 3);
  });

  it('says under its title, on the page, in Markdown and in the terminal what the clock cannot show', async () => {
    const model = buildModel(fading());
    const charts = await drawCharts(model);
    const note = /What kernel mode saves is cycles/;
    const drawn = textBoxes(charts[0]?.narrowSvg ?? '').map(({ text }) => text);
    for (const text of [
      drawn.join(' '),
      summaryMarkdown(model),
      renderTerminalSummary(fading(), { color: false, width: 200 }),
    ])
      assert.match(text, note);
    assert.match(
      await pageHtml(model, { charts, versions: [] }),
      /<p class="warning">These are instructions\. What kernel mode/,
    );
    assert.doesNotMatch(summaryMarkdown(buildModel(fadingInNoise())), note);
  });
  it('is a table in summary.md, with what could not be measured', () => {
    const text = summaryMarkdown(buildModel(fadingWithGaps()));
    assert.match(
      text,
      /^\| Instructions of work \| lupine-base \| lupine-base\+kml \| Gain \| Interval of the gain \| Boots \|$/m,
    );
    assert.match(
      text,
      /^\| 1,000 \| 1\.19 k vns \| 1\.14 k vns \| 4\.29 % \| exact: identical in 3 boots \| 3 \|$/m,
    );
    assert.match(
      text,
      /^\| 300 \| 488 vns \| could not measure: CLIENT\\_OUTPUT \| {2}\| no ratio \| 0 \|$/m,
    );
    assert.match(
      summaryMarkdown(buildModel(fadingInNoise())),
      /\| [\d.]+ % to [\d.]+ %, 95 % interval of the paired ratio/,
    );
  });
  it('stands among the key ratios once', () => {
    assert.deepEqual(
      keyRatios(buildModel(fading())).map(({ panel }) => panel.metric),
      ['kml_fades.0'],
    );
  });
  it('is written with a sign that zero does not have', () => {
    assert.deepEqual([27.13, 4.296, -0.064, -0.001].map(shortGain), [
      '27.1 %',
      '4.30 %',
      '\u22120.06 %',
      '0.00 %',
    ]);
    assert.deepEqual([0.0051, -12.34, 0].map(gainText), ['0.0051 %', '\u221212.3 %', '0 %']);
  });
});

// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { type Chart, drawCharts } from '../../harness/report/chart/charts.js';
import { themed } from '../../harness/report/chart/svg.js';
import { buildModel } from '../../harness/report/model/build.js';
import { overlaps, textBoxes } from '../support/svg-text.js';
import * as curves from './fixture-curve.js';
import * as bars from './fixture.js';

const fixtures = { ...bars, ...curves };

const NAMES = [
  'threeSystems',
  'withFailures',
  'fourteenSystems',
  'singleSystem',
  'wallClock',
  'hostile',
  'fading',
  'fadingInNoise',
  'fadingWithGaps',
] as const;

/** Charts by fixture, drawn once. */
const drawn = new Map<string, Chart[]>();

for (const name of NAMES) {
  describe(`the charts of ${name}`, function () {
    this.timeout(60_000);
    const warnings: string[] = [];
    const listen = (warning: Error): number => warnings.push(warning.message);
    let charts: Chart[] = [];

    before(async () => {
      process.on('warning', listen);
      charts = await drawCharts(buildModel(fixtures[name]()));
      drawn.set(name, charts);
    });

    after(() => void process.off('warning', listen));

    it('exist', () => assert.ok(charts.length > 0));

    for (const form of ['svg', 'narrowSvg'] as const) {
      it(`have no overlapping texts (${form})`, () => {
        for (const chart of charts) assert.deepEqual(overlaps(textBoxes(chart[form])), [], chart.file);
      });

      it(`have no text outside of the image (${form})`, () => {
        for (const chart of charts) {
          const [, width = 0, height = 0] =
            / width="(\d+)" height="(\d+)"/.exec(chart[form])?.map(Number) ?? [];
          const outside = textBoxes(chart[form]).filter(
            (box) => box.left < 0 || box.top < 0 || box.right > width || box.bottom > height,
          );
          assert.deepEqual(outside, [], chart.file);
        }
      });

      it(`take every colour from the page on the page (${form})`, () => {
        for (const chart of charts)
          assert.doesNotMatch(themed(chart[form]), /"(?:#[0-9a-f]{3,6}|[a-z]*black|white)"/);
      });

      it(`have no ids that could clash (${form})`, () => {
        for (const chart of charts) assert.doesNotMatch(chart[form], /\sid=/);
      });
    }

    it('are images with a label and with a tooltip per mark', () => {
      for (const { svg, family } of charts) {
        const kind = family.curves.length > 0 ? 'Curve' : 'Bar chart';
        assert.ok(svg.startsWith(`<svg role="img" aria-label="${kind}: `));
        const marks =
          family.curves.length > 0
            ? family.curves.flatMap(({ points }) => points).filter(({ gain }) => gain !== undefined)
            : family.panels.flatMap(({ rows }) => rows).filter(({ value }) => value !== undefined);
        const titles = [...svg.matchAll(/<title>/g)].length;
        assert.ok(titles >= marks.length, `${titles} tooltips for ${marks.length} marks`);
      }
    });

    it('come as PNG twice as large', () => {
      for (const { png, svg } of charts) {
        assert.equal(png.toString('latin1', 1, 4), 'PNG');
        assert.equal(png.readUInt32BE(16), 2 * Number(/ width="(\d+)"/.exec(svg)?.[1]));
      }
    });

    it('carry their data in the specification', () => {
      for (const { spec, family } of charts) {
        const { datasets, $schema } = JSON.parse(spec) as { datasets: { rows: unknown[] }; $schema: string };
        assert.match($schema, /vega-lite\/v6/);
        assert.equal(
          datasets.rows.length,
          family.curves.length > 0
            ? family.curves.reduce((sum, curve) => sum + curve.points.length, 0)
            : family.panels.reduce((sum, panel) => sum + panel.rows.length, 0),
        );
      }
    });

    it('are drawn without a warning', () => assert.deepEqual(warnings, []));
  });
}

describe('a chart', () => {
  const first = (name: (typeof NAMES)[number]): Chart => {
    const chart = drawn.get(name)?.[0];
    assert.ok(chart !== undefined);
    return chart;
  };
  const texts = (name: (typeof NAMES)[number]): string[] => textBoxes(first(name).svg).map((box) => box.text);

  it('writes ratio, value, direction, interval and clock', () => {
    const found = texts('threeSystems');
    assert.ok(found.includes('23 % more (1.23×)'));
    assert.ok(found.includes('25,380 req/vs'));
    assert.ok(found.includes('higher is better · 1× = microvm, 20,630 req/vs · exact: identical in 3 boots'));
    assert.ok(
      found.includes('Deterministic clock: instructions of the whole guest counted by QEMU, not time'),
    );
  });

  it('says what could not be measured', () => {
    const found = texts('withFailures');
    assert.ok(found.includes('could not measure: GUEST_PANIC'));
    assert.ok(found.includes('1 of 3 boots failed: APP_NOT_READY'));
  });

  it('keeps the text of hostile names and leaves no markup', () => {
    const found = texts('hostile');
    assert.ok(found.includes('<script>alert(1)</script>'));
    assert.ok(found.some((text) => text.startsWith('lupine-very-long') && text.endsWith('…')));
  });

  it('quotes formulas in its CSV file', () => {
    assert.match(first('hostile').csv, /,"'=cmd\|""\/c calc""!A1",/);
  });
});

// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { buildModel } from '../../harness/report/model/build.js';
import { failedBoots } from '../../harness/report/model/failures.js';
import { keyRatios } from '../../harness/report/model/key-ratios.js';
import type { Panel } from '../../harness/report/model/types.js';
import { headline, ratioEnds, valueEnds } from '../../harness/report/model/words.js';
import type { RunSummary } from '../../harness/summary/types.js';
import { fourteenSystems, singleSystem, threeSystems, withFailures } from './fixture.js';

function panels(summary: RunSummary): Panel[] {
  return buildModel(summary).sections.flatMap((section) =>
    section.families.flatMap((family) => family.panels),
  );
}

describe('the report model', () => {
  it('makes one family per first word of the metrics', () => {
    const files = buildModel(threeSystems()).sections.flatMap((section) =>
      section.families.map((f) => f.file),
    );
    assert.deepEqual(files, [
      'redis-throughput',
      'redis-latency',
      'boot-boot',
      'memory-floor-memory',
      'image-size-image',
      'options-config',
    ]);
  });

  it('keeps a row for every system of the scenario', () => {
    const rows = panels(withFailures()).map((panel) => panel.rows.map((row) => row.problem?.code ?? 'ok'));
    assert.deepEqual(rows, [
      ['ok', 'ok', 'GUEST_PANIC'],
      ['ok', 'ok', 'GUEST_PANIC'],
      ['GUEST_PANIC', 'ok', 'NO_SAMPLE'],
    ]);
  });

  it('says of an incomplete run that a cell has not been run yet', () => {
    const codes = panels({ ...withFailures(), complete: false })
      .at(-1)
      ?.rows.map((row) => row.problem?.code);
    assert.deepEqual(codes, ['GUEST_PANIC', undefined, 'NOT_YET_RUN']);
  });

  it('remarks on lost boots of a row that has a value', () => {
    assert.equal(panels(withFailures())[0]?.rows[1]?.remark, '1 of 3 boots failed: APP_NOT_READY');
  });

  it('draws values instead of ratios when a baseline is missing', () => {
    const [section] = buildModel(withFailures()).sections;
    assert.deepEqual(
      section?.families.map((family) => family.normalised),
      [true, false],
    );
  });

  it('compares nothing when there is one system', () => {
    const [panel] = panels(singleSystem());
    assert.deepEqual([panel?.rows[0]?.ratio, panel?.interval], [undefined, 'one boot']);
  });

  it('names what was compared', () => {
    const titles = [threeSystems(), fourteenSystems(), singleSystem()].map((run) =>
      headline(buildModel(run)),
    );
    const three = 'lupine-redis and lupine-general against microvm';
    assert.deepEqual(titles, [three, '13 systems against microvm', 'lupine-redis']);
  });

  it('takes colours and leaders from what is declared, not from names', () => {
    const run = threeSystems();
    const declared = { microvm: {}, 'lupine-redis': { subject: false }, 'lupine-general': { subject: true } };
    const about = Object.entries(declared).map(([name, parts]) => ({
      ...{ name, title: name, cmdline: '', family: 'x', subject: false, ...parts },
    }));
    const model = buildModel({ ...run, systems: about });
    const kinds = model.sections[0]?.families[0]?.panels[0]?.rows.map(({ kind }) => kind);
    assert.deepEqual(kinds, ['baseline', 'other', 'subject']);
    assert.deepEqual(new Set(keyRatios(model).map(({ row }) => row.system)), new Set(['lupine-general']));
  });

  it('leads with the system that was made for the app, eight ratios at most', () => {
    const keys = keyRatios(buildModel(threeSystems()));
    assert.equal(keys.length, 8);
    assert.deepEqual(new Set(keys.map((key) => key.row.system)), new Set(['lupine-redis']));
    assert.deepEqual(new Set(keys.map((key) => key.section.scenario.name)).size, 5);
  });

  it('lists a reason once per system with its boots and metrics', () => {
    const [ready, panic] = failedBoots(withFailures());
    assert.deepEqual([ready?.code, ready?.boots], ['APP_NOT_READY', [2]]);
    assert.deepEqual(
      [panic?.boots, panic?.metrics],
      [
        [1, 2, 3],
        ['throughput.get', 'latency.get.p50'],
      ],
    );
  });

  it('tells the ends of a narrow interval apart', () => {
    const summary = withFailures();
    const [first, ...rest] = summary.cells;
    assert.ok(first);
    const close = { ...first, system: 'lupine-x', values: [20630.01, 20630.02], boots: [1, 2] };
    delete close.summary;
    const [panel] = panels({ ...summary, cells: [first, close, ...rest] });
    const row = panel?.rows.find(({ system }) => system === 'lupine-x');
    assert.ok(panel && row);
    assert.equal(ratioEnds(row), '1.000000× to 1.000001×');
    assert.equal(valueEnds(row, panel), '20,630.01 to 20,630.02 req/vs');
  });

  it('names the app when one chart shows several', () => {
    const summary = threeSystems();
    const [cell] = summary.cells;
    assert.ok(cell);
    const titles = panels({ ...summary, cells: [cell, { ...cell, app: 'nginx' }] }).map(
      (panel) => panel.title,
    );
    assert.deepEqual(titles, ['GET throughput (redis)', 'GET throughput (nginx)']);
  });
});

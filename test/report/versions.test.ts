// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { summaryMarkdown } from '../../harness/report/markdown/summary.js';
import { buildModel } from '../../harness/report/model/build.js';
import type { VersionTable } from '../../harness/report/model/types.js';
import { renderTerminalSummary } from '../../harness/report/terminal.js';
import { versionCsv } from '../../harness/report/versions/csv.js';
import { versionRows } from '../../harness/report/versions/rows.js';
import { writeReport } from '../../harness/report/index.js';
import type { RunSummary } from '../../harness/summary/types.js';
import { sharedFolder } from '../support/shared-folder.js';
import { overlaps, textBoxes } from '../support/svg-text.js';
import { threeSystems } from './fixture.js';
import { twoKernels } from './fixture-versions.js';

function tableOf(run: RunSummary): VersionTable {
  const [table, ...others] = buildModel(run).versions;
  assert.ok(table !== undefined && others.length === 0);
  return table;
}

/** The same run, of which a system was measured with another concurrency. */
function unlike(system: string): RunSummary {
  const run = twoKernels();
  const conditions = (name: string): Record<string, number> => ({ concurrency: name === system ? 1 : 100 });
  return { ...run, cells: run.cells.map((cell) => ({ ...cell, conditions: conditions(cell.system) })) };
}

describe('one kernel against another', function () {
  this.timeout(60_000);

  it('is of each system that a run has with both, and of each metric that both were measured for', () => {
    const { older, newer, pairs, file } = tableOf(twoKernels());
    assert.deepEqual([older, newer, file], ['6.1', '6.12', 'versions-6-12']);
    assert.deepEqual(
      pairs.map((pair) => [pair.older, pair.newer, pair.rows.map(({ panel }) => panel.metric)]),
      [
        ['microvm', 'microvm@6.12', ['boot.guest']],
        ['lupine-redis', 'lupine-redis@6.12', ['boot.guest', 'boot.guest', 'throughput.get', 'memory.floor']],
      ],
    );
  });
  it('is nothing where no system has both, or nobody knows of which kernel they are', () => {
    assert.deepEqual(buildModel(threeSystems()).versions, []);
    const { systems, ...run } = twoKernels();
    const unknown = systems.map(({ version: _version, ...one }) => one);
    assert.deepEqual(buildModel({ ...run, systems: unknown }).versions, []);
    const newer = run.cells.filter(({ system }) => system.includes('@'));
    const alone = systems.filter(({ name }) => name.includes('@'));
    assert.deepEqual(buildModel({ ...run, systems: alone, cells: newer }).versions, []);
  });
  it('has a ratio of the newer to the older with the same system, whatever the baseline of the scenario is', () => {
    const rows = versionRows(tableOf(twoKernels()));
    assert.deepEqual(
      rows.map(({ heading, system, length, kind, ratioText, valueText }) => [
        ...[heading, system, length, kind, ratioText, valueText],
      ]),
      [
        [
          ...['microvm@6.12 against microvm', 'Boot', 1.1, 'other'],
          ...['10 % slower (1.10×)', '118 M vns → 130 M vns'],
        ],
        [
          ...['lupine-redis@6.12 against lupine-redis', 'Boot (redis)', 1.25, 'other'],
          ...['25 % slower (1.25×)', '24.0 M vns → 30.0 M vns'],
        ],
        [...['', 'Boot (hello)', 1, 'baseline'], ...['no difference (1.000×)', '10.0 M vns → 10.0 M vns']],
        [
          ...['', 'GET throughput (redis)', 1.04, 'subject'],
          ...['4.0 % more (1.04×)', '25,000 req/vs → 26,000 req/vs'],
        ],
        ['', 'Smallest memory that works (redis)', null, 'baseline', '', ''],
      ],
    );
    assert.deepEqual(rows[1]?.explanation, ['1× = lupine-redis, Linux 6.1 · exact: identical in 3 boots']);
    assert.equal(rows.at(-1)?.problem, 'could not measure: GUEST_PANIC');
  });
  it('has no ratio where both were not measured alike, and says in what', () => {
    const table = tableOf(unlike('lupine-redis@6.12'));
    const [first, row] = versionRows(table);
    assert.equal(first?.length, 1.1);
    assert.deepEqual([row?.length, row?.ratioText, row?.kind], [null, '', 'baseline']);
    assert.match(row?.problem ?? '', /^24\.0 M vns → 30\.0 M vns, not compared: concurrency 1, not 100$/);
    assert.match(
      versionCsv(buildModel(unlike('microvm')), tableOf(unlike('microvm'))),
      /concurrency 100, not 1/,
    );
    const text = renderTerminalSummary(unlike('lupine-redis@6.12'), { color: false, width: 120 });
    assert.match(
      text,
      /Not compared, because .*concurrency 1 \(lupine-redis@6\.12\), 100 \(lupine-redis\)\./,
    );
  });
  it('stands in the terminal and in Markdown, with both values', () => {
    const text = renderTerminalSummary(twoKernels(), { color: false, width: 120 });
    const [, own = ''] = text.split('\nLinux 6.12 against 6.1\n');
    assert.match(own, /^ {2}lupine-redis@6\.12 against lupine-redis$/m);
    assert.match(own, /^ {4}Boot \(redis\) +24\.0 M vns → 30\.0 M vns +25 % slower \(1\.25×\)$/m);
    assert.match(own, /^ {4}Smallest memory that works \(redis\) +could not measure: GUEST_PANIC$/m);
    const [, markdown = ''] = summaryMarkdown(buildModel(twoKernels())).split('## Linux 6.12 against 6.1\n');
    assert.match(markdown, /\| System \| Metric \| 6\.1 \| 6\.12 \| Ratio \| Interval of the ratio \|/);
    assert.match(markdown, /\| lupine-redis \| Boot \(redis\) \| 24\.0 M vns \| 30\.0 M vns \| 25 % slower/);
    assert.match(markdown, /\| GET throughput \(redis\) \| 25,000 req\/vs \| 26,000 req\/vs \| 4\.0 % more/);
    assert.match(markdown, /could not measure: GUEST\\_PANIC/);
  });

  const shared = sharedFolder(async (dir) => {
    await writeReport(twoKernels(), dir);
  });

  it('is a chart and a table on the page, and files beside it', async () => {
    const read = (file: string): Promise<string> => readFile(`${shared.dir}/report/${file}`, 'utf8');
    const page = await read('index.html');
    assert.match(page, /<h2>Linux 6\.12 against 6\.1<\/h2>/);
    assert.match(page, /<summary>All values: Linux 6\.12 against 6\.1<\/summary>/);
    assert.match(page, /<th scope="row">Boot \(redis\) <code>boot\.guest<\/code><\/th>/);
    const csv = await read('charts/versions-6-12.csv');
    assert.match(
      csv,
      /^lupine-redis,boot,redis,boot\.guest,vns,lower,deterministic,any,6\.1,6\.12,24000000,30000000,/m,
    );
    const spec = JSON.parse(await read('charts/versions-6-12.vl.json')) as { datasets: { rows: unknown[] } };
    assert.equal(spec.datasets.rows.length, 5);
    const svg = await read('charts/versions-6-12.svg');
    assert.deepEqual(overlaps(textBoxes(svg)), []);
  });
});

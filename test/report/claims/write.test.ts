// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { listFiles } from '../../../harness/core/files.js';
import { renderTerminalClaims } from '../../../harness/report/claims/terminal.js';
import { writeClaims } from '../../../harness/report/index.js';
import type { RunSummary } from '../../../harness/summary/types.js';
import { METRICS, claimsRun } from '../../claim/fixture.js';
import { sharedFolder } from '../../support/shared-folder.js';
import { inTemp } from '../../support/temp.js';
import { claimsReport } from './fixture.js';

const CHARTS = ['boot-time', 'image-size', 'memory', 'syscalls', 'throughput'];

/** Images alone, without the one system, and with another that failed. */
function imageSize(): RunSummary {
  const run = claimsRun(METRICS.filter(({ scenario }) => scenario === 'image-size'));
  const failures = [{ boot: 1, code: 'GUEST_PANIC', message: 'Kernel panic: no init.' }];
  const cells = run.cells
    .filter(({ system }) => system !== 'lupine-general')
    .map((cell) => (cell.system === 'lupine-hello+tiny' ? { ...cell, values: [], failures } : cell));
  return { ...run, cells };
}

describe('written claims', function () {
  this.timeout(120_000);
  const shared = sharedFolder(async (dir) => writeClaims(await claimsReport(), dir));

  it('are the same bytes every time', () =>
    inTemp(async (two) => {
      await writeClaims(await claimsReport(), two);
      const files = await listFiles(shared.dir);
      assert.deepEqual(await listFiles(two), files);
      for (const file of files) {
        assert.deepEqual(await readFile(join(shared.dir, file)), await readFile(join(two, file)), file);
      }
    }));
  it('are a page, a table, data and a chart for each figure', async () => {
    assert.deepEqual(await listFiles(shared.dir), [
      ...['claims.csv', 'claims.json', 'claims.md'],
      ...CHARTS.flatMap((name) =>
        ['csv', 'png', 'svg', 'vl.json'].map((end) => `report/charts/claims-${name}.${end}`),
      ),
      'report/claims.html',
    ]);
  });
  it('have one row of CSV per check, and one for a claim without', async () => {
    const csv = await shared.read('claims.csv');
    const { document } = await claimsReport();
    const rows = document.claims.reduce((sum, { checks }) => sum + Math.max(1, checks.length), 0);
    assert.equal(csv.trim().split('\n').length, rows + 1);
    assert.match(csv, /^compat,.*cannot be measured here/m);
  });
  it('mark what others published in every form', async () => {
    const { read } = shared;
    assert.match(
      await read('claims.md'),
      /\| lupine \| published \(SL\) \| 2\.43× faster \(0\.41×\) \| 23\.0 ms \|/,
    );
    assert.match(await read('report/charts/claims-boot-time.csv'), /lupine,published,SL,/);
    assert.match(await read('report/charts/claims-boot-time.svg'), /stroke-dasharray="4,2"/);
    assert.match(await read('report/charts/claims-boot-time.svg'), /published \(SL\)/);
    assert.match(await read('report/claims.html'), /Published, not measured here/);
  });
  it('have the table of what runs on each system, with its source, in every form', async () => {
    const { read } = shared;
    const { document } = await claimsReport();
    const terminal = renderTerminalClaims(document, { color: false, width: 100 });
    for (const text of [await read('claims.md'), await read('report/claims.html'), terminal]) {
      assert.match(text, /What runs on each system/);
      for (const words of [/97 system calls/, /37 curated packages/, /No fork and no execve/, /all of Linux/])
        assert.match(text, words);
    }
    assert.match(await read('claims.md'), /\| Rumprun \| 37 curated packages \|.*\| published \(SL\) \|/);
  });
  it('name the sources of the published bars under the title', async () => {
    const svg = await shared.read('report/charts/claims-boot-time.svg');
    assert.match(svg, /SL: slides and talk of the paper/);
  });
  it('say of a bar that nobody asked for that it is not in the run, and of one that failed what happened', () =>
    inTemp(async (dir) => {
      await writeClaims(await claimsReport(imageSize()), dir);
      const read = (file: string): Promise<string> => readFile(join(dir, file), 'utf8');
      const svg = await read('report/charts/claims-image-size.svg');
      assert.match(svg, /<text[^>]*fill="#59636e"[^>]*>not in this run</);
      assert.match(svg, /<text[^>]*fill="#a8420c"[^>]*>could not measure: GUEST_PANIC</);
      assert.doesNotMatch(svg, /NOT_IN_RUN/);
      const html = await read('report/claims.html');
      assert.match(html, /<td class="muted" colspan="3">\s*not in this run\s*<\/td>/);
      assert.match(html, /<td class="problem" colspan="3">\s*could not measure: GUEST_PANIC\. /);
      assert.match(await read('claims.md'), /\| lupine-general \| measured here \| not in this run \|/);
    }));
});

// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listFiles } from '../../harness/core/files.js';
import { type ReportFiles, writeReport } from '../../harness/report/index.js';
import { sharedFolder } from '../support/shared-folder.js';
import * as fixtures from './fixture.js';

describe('writeReport', function () {
  this.timeout(60_000);
  let folder = '';
  let written: ReportFiles | undefined;
  const shared = sharedFolder(async (dir) => {
    written = await writeReport(fixtures.threeSystems(), join(dir, 'threeSystems'));
  });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lupine-bench-report-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('writes the page, the summary and four files per chart', async () => {
    const one = join(shared.dir, 'threeSystems');
    assert.deepEqual((await readdir(one)).sort(), ['report', 'summary.md']);
    assert.deepEqual((await readdir(join(one, 'report'))).sort(), ['charts', 'index.html']);
    assert.equal((await readdir(join(one, 'report', 'charts'))).length, 24);
    const { svg, png, spec, csv } = written?.charts['redis-throughput'] ?? {};
    for (const path of [written?.html, written?.markdown, svg, png, spec, csv]) {
      assert.ok((await readFile(path ?? '')).length > 100, path);
    }
  });

  it('writes the same bytes for the same run', async () => {
    await writeReport(fixtures.threeSystems(), join(folder, 'threeSystems'));
    for (const name of ['wallClock', 'hostile'] as const) {
      await writeReport(fixtures[name](), join(shared.dir, name));
      await writeReport(fixtures[name](), join(folder, name));
    }
    const files = await listFiles(shared.dir);
    assert.ok(files.length > 30);
    for (const file of files) {
      assert.ok((await readFile(join(shared.dir, file))).equals(await readFile(join(folder, file))), file);
    }
  });

  it('replaces charts of an earlier report', async () => {
    await mkdir(join(folder, 'report', 'charts'), { recursive: true });
    await writeFile(join(folder, 'report', 'charts', 'old.svg'), 'old');
    await writeReport(fixtures.singleSystem(), folder);
    assert.ok(!(await readdir(join(folder, 'report', 'charts'))).includes('old.svg'));
  });

  it('says of a run without cells that nothing was measured', async () => {
    const { html, markdown } = await writeReport({ ...fixtures.singleSystem(), cells: [] }, folder);
    assert.match(await readFile(html, 'utf8'), /could not measure: no cell was planned or kept/);
    assert.match(await readFile(markdown, 'utf8'), /^# Nothing was measured$/m);
  });
});

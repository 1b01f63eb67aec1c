// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeReport } from '../../harness/report/index.js';
import * as fixtures from './fixture.js';

describe('writeReport', function () {
  this.timeout(60_000);
  let folder = '';

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lupine-bench-report-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('writes the page, the summary and four files per chart', async () => {
    const files = await writeReport(fixtures.threeSystems(), folder);
    assert.deepEqual((await readdir(folder)).sort(), ['report', 'summary.md']);
    assert.deepEqual((await readdir(join(folder, 'report'))).sort(), ['charts', 'index.html']);
    assert.equal((await readdir(join(folder, 'report', 'charts'))).length, 24);
    const { svg, png, spec, csv } = files.charts['redis-throughput'] ?? {};
    for (const path of [files.html, files.markdown, svg, png, spec, csv]) {
      assert.ok((await readFile(path ?? '')).length > 100, path);
    }
  });

  it('writes the same bytes for the same run', async () => {
    for (const name of ['threeSystems', 'wallClock', 'hostile'] as const) {
      await writeReport(fixtures[name](), join(folder, 'a', name));
      await writeReport(fixtures[name](), join(folder, 'b', name));
    }
    const paths = (await readdir(join(folder, 'a'), { recursive: true, withFileTypes: true })).filter((e) =>
      e.isFile(),
    );
    assert.ok(paths.length > 30);
    for (const entry of paths) {
      const path = join(entry.parentPath, entry.name);
      const other = path.replace(join(folder, 'a'), join(folder, 'b'));
      assert.ok((await readFile(path)).equals(await readFile(other)), path);
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

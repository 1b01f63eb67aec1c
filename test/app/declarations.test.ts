// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { loadApp } from '../../harness/app/load.js';
import { makeJob } from '../../harness/app/make-job.js';
import { renderJob } from '../../harness/app/render-job.js';
import { appNames } from '../../harness/scenario/load.js';

const HEAD =
  '# SPDX-License-Identifier: Apache-2.0\n# yaml-language-server: $schema=../../../harness/schema/app.schema.json\n';

describe('declared apps', () => {
  it('all make a job, with every client they have', async () => {
    for (const name of await appNames()) {
      const { declaration, dir } = await loadApp(name);
      assert.ok((await readFile(join(dir, 'app.yaml'), 'utf8')).startsWith(HEAD), name);
      const clients = Object.keys(declaration.clients ?? {}).map((client) => ({ client }));
      const job = makeJob(declaration, { clock: 'deterministic', purpose: 'load', clients });
      assert.match(renderJob(job), /^lupine-job 1\n[^]*\nfinish\n$/, name);
      assert.ok(declaration.checks.length > 0, `${name} is checked`);
    }
  });

  it('use every file beside them', async () => {
    for (const name of await appNames()) {
      const { declaration, dir } = await loadApp(name);
      const used = (declaration.files ?? []).flatMap(({ source }) => source ?? []);
      assert.deepEqual((await readdir(dir)).sort(), ['app.yaml', ...used].sort(), name);
    }
  });

  it('nginx serves a page of 612 bytes, as the published measurements did', async () => {
    const { declaration, dir } = await loadApp('nginx');
    const page = declaration.files?.find(({ path }) => path.endsWith('.html'));
    assert.equal((await stat(join(dir, page?.source ?? ''))).size, 612);
  });
});

// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { kernelOf } from '../../harness/app/kernel-of.js';
import { makeJob } from '../../harness/app/make-job.js';
import { renderJob } from '../../harness/app/render-job.js';
import type { AppDeclaration } from '../../harness/app/types.js';
import { packagePath } from '../../harness/core/paths.js';
import { builtinApps, builtinScenarios } from '../support/builtin.js';

const HEAD =
  '# SPDX-License-Identifier: Apache-2.0\n# yaml-language-server: $schema=../../../harness/schema/app.schema.json\n';

describe('declared apps', () => {
  it('all make a job, with every client they have', async () => {
    for (const name of await builtinApps.names()) {
      const { declaration, dir } = await builtinApps.load(name);
      assert.ok((await readFile(join(dir, 'app.yaml'), 'utf8')).startsWith(HEAD), name);
      const clients = Object.keys(declaration.clients ?? {}).map((client) => ({ client }));
      const job = makeJob(declaration, { clock: 'deterministic', purpose: 'load', clients });
      assert.match(renderJob(job), /^lupine-job 1\n[^]*\nfinish\n$/, name);
      assert.ok(declaration.checks.length > 0, `${name} is checked`);
    }
  });

  it('use every file beside them', async () => {
    for (const name of await builtinApps.names()) {
      const { declaration, dir } = await builtinApps.load(name);
      const sources = (declaration.files ?? []).flatMap(({ source }) => source ?? []);
      const used = sources.filter((source) => !source.startsWith('../'));
      assert.deepEqual((await readdir(dir)).sort(), ['app.yaml', ...used].sort(), name);
    }
  });

  it('built with our C library differ from the packaged ones in their programs alone', async () => {
    for (const name of ['hello', 'redis', 'nginx']) {
      const { declaration: packaged } = await builtinApps.load(name);
      const { declaration: built } = await builtinApps.load(`${name}-musl`);
      assert.equal(kernelOf(built), name);
      const same = ({
        command,
        network,
        ready,
        checks,
        settings,
        limits,
        mounts,
        devices,
        user,
      }: AppDeclaration): unknown => ({
        command,
        network,
        ready,
        checks,
        settings,
        limits,
        mounts,
        devices,
        user,
      });
      assert.deepEqual(same(built), same(packaged), name);
      const clients = Object.values(packaged.clients ?? {}).map(({ command }) => command);
      assert.deepEqual(
        Object.values(built.clients ?? {}).map(({ command }) => command),
        clients,
      );
    }
  });

  it('run on the kernel of their own name unless they say otherwise', () => {
    assert.equal(kernelOf({ name: 'redis' }), 'redis');
    assert.equal(kernelOf({ name: 'redis-musl', kernel: 'redis' }), 'redis');
  });

  it('from container images are measured by the scenario for them, and by no other', async () => {
    const own = await builtinScenarios.load(packagePath('scenarios', 'registry', 'apps-oci.yaml'));
    const usual = await builtinScenarios.load('apps');
    const apps = await Promise.all((await builtinApps.names()).map((name) => builtinApps.load(name)));
    const images = apps.filter(({ declaration }) => declaration.oci !== undefined);
    assert.deepEqual(images.map(({ declaration }) => declaration.name).sort(), [...own.apps].sort());
    assert.ok(!usual.apps.some((app) => own.apps.includes(app)));
  });

  it('nginx serves a page of 612 bytes, as the published measurements did', async () => {
    const { declaration, dir } = await builtinApps.load('nginx');
    const page = declaration.files?.find(({ path }) => path.endsWith('.html'));
    assert.equal((await stat(join(dir, page?.source ?? ''))).size, 612);
  });
});

// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { makeJob } from '../../harness/app/make-job.js';
import { EXIT } from '../../harness/core/errors.js';
import { assembleTree } from '../../harness/image/rootfs/assemble.js';
import { failsWith } from '../support/errors.js';
import { appFile, bootScenario, inProject } from '../support/project.js';

describe('apps and scenarios of a project', () => {
  it('stand beside those of the program', () =>
    inProject(
      ['systems:', '  mine: { base: lupine-base }'],
      {
        'apps/ours/app.yaml': appFile('ours'),
        'scenarios/start.yaml': bootScenario('start', 'mine, microvm'),
      },
      async (dir, environment) => {
        const { apps, scenarios, catalogue } = await environment();
        const names = await apps.names();
        assert.ok(names.includes('ours') && names.includes('redis'));
        assert.deepEqual((await scenarios.load('start')).systems, ['mine', 'microvm']);
        assert.equal((await scenarios.load('boot')).name, 'boot');
        const { fragments } = catalogue.resolveLinux('lupine-ours');
        assert.equal(fragments.at(-1), join(dir, 'apps', 'ours', 'kernel.config'));
      },
    ));
  it('may be in other folders of it', () =>
    inProject(
      ['apps: our/apps', 'scenarios: our'],
      {
        'our/apps/ours/app.yaml': appFile('ours', 'kernel: general\n'),
        'our/start.yaml': bootScenario('start', 'microvm'),
      },
      async (_dir, environment) => {
        const { apps, scenarios, catalogue } = await environment();
        assert.ok((await apps.names()).includes('ours'));
        assert.ok((await scenarios.names()).includes('start'));
        assert.equal(catalogue.nameFor('lupine-<app>', 'ours'), 'lupine-general');
      },
    ));
  it('never take the place of one of the program', async () => {
    await inProject(['{}'], { 'apps/redis/app.yaml': appFile('redis') }, (_dir, environment) =>
      failsWith(environment(), 'APP_TWICE', EXIT.usage, /apps\/redis\/app\.yaml:1:1: "name" is "redis"/),
    );
    await inProject(
      ['{}'],
      { 'scenarios/boot.yaml': bootScenario('boot', 'microvm') },
      async (_dir, environment) => {
        const { scenarios } = await environment();
        await failsWith(scenarios.load('boot'), 'SCENARIO_TWICE', EXIT.usage, /scenarios\/boot\.yaml:1:1/);
      },
    );
    await inProject(
      ['{}'],
      { 'scenarios/all.yaml': bootScenario('all', 'microvm') },
      async (_dir, environment) => {
        const { scenarios } = await environment();
        await failsWith(scenarios.load('all'), 'SCENARIO_INVALID', EXIT.usage, /every scenario/);
      },
    );
  });
  it('take files from their project only', () =>
    inProject(
      ['{}'],
      {
        'apps/ours/app.yaml': appFile('ours'),
        'build/program': 'no ELF file',
      },
      async (dir, environment) => {
        const { declaration, dir: appDir, within } = await (await environment()).apps.load('ours');
        const job = makeJob(declaration, { clock: 'deterministic', purpose: 'boot', clients: [] });
        const assemble = (source: string) =>
          assembleTree({ app: { ...declaration, files: [{ path: '/hello', source }] }, appDir, within, job });
        const { tree } = await assemble('../../build/program');
        assert.ok(tree.entries().some(({ path }) => path === 'hello'));
        await symlink('/etc/passwd', join(dir, 'build', 'link'));
        for (const source of ['../../../x', '/etc/passwd', '../../build/link']) {
          await failsWith(assemble(source), 'PATH_OUTSIDE', EXIT.usage, /which app\.yaml names/);
        }
      },
    ));
});

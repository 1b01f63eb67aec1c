// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdir, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
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
    await inProject(['{}'], { 'apps/redis/app.yaml': appFile('redis') }, async (_dir, environment) =>
      failsWith(
        (await environment()).apps.load('redis'),
        'APP_TWICE',
        EXIT.usage,
        /apps\/redis\/app\.yaml:1:1: "name" is "redis"/,
      ),
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
        await symlink('/etc/shadow', join(dir, 'build', 'link'));
        await symlink('/etc', join(dir, 'build', 'folder'));
        await symlink('link', join(dir, 'build', 'chain'));
        const outside = [
          ...['../../../x', '/etc/shadow', '/proc/self/environ', '../../build/link', '../../build/chain'],
          ...['../../build/folder/shadow', '../../build/folder/none/shadow'],
        ];
        for (const source of outside)
          await failsWith(assemble(source), 'PATH_OUTSIDE', EXIT.usage, /which app\.yaml names/);
      },
    ));
  it('take container images from their project only, with all that is in a layout', () =>
    inProject(
      ['{}'],
      { 'apps/ours/app.yaml': appFile('ours'), 'layout/index.json': '{}', 'layout/blobs/sha256/x': '' },
      async (dir, environment) => {
        const { declaration, dir: appDir, within } = await (await environment()).apps.load('ours');
        const job = makeJob(declaration, { clock: 'deterministic', purpose: 'boot', clients: [] });
        const assemble = (oci: string) => assembleTree({ app: { ...declaration, oci }, appDir, within, job });
        await symlink('/etc/shadow', join(dir, 'layout', 'blobs', 'sha256', 'y'));
        await symlink('/etc', join(dir, 'elsewhere'));
        for (const image of [
          'oci:../../layout:1',
          'oci:/etc',
          'oci-archive:../../elsewhere/shadow',
          'oci:../../elsewhere',
        ])
          await failsWith(assemble(image), 'PATH_OUTSIDE', EXIT.usage, /which app\.yaml names/);
      },
    ));
  for (const file of ['app.yaml', 'kernel.config', '6.12/kernel.config']) {
    it(`are themselves of their project: ${file} is no link to elsewhere`, () =>
      inProject(['{}'], { 'apps/ours/app.yaml': appFile('ours') }, async (dir, environment) => {
        const path = join(dir, 'apps', 'ours', file);
        await mkdir(dirname(path), { recursive: true });
        await rm(path, { force: true });
        await symlink('/etc/shadow', path);
        const { apps } = await environment();
        await failsWith(apps.load('ours'), 'PATH_OUTSIDE', EXIT.usage, /is a link that leads out of/);
      }));
  }
  it('have nothing in a folder of a version that is a link to elsewhere', () =>
    inProject(['{}'], { 'apps/ours/app.yaml': appFile('ours') }, async (dir, environment) => {
      await symlink('/etc', join(dir, 'apps', 'ours', '6.12'));
      const { apps } = await environment();
      await failsWith(apps.load('ours'), 'PATH_OUTSIDE', EXIT.usage, /is a link that leads out of/);
    }));
  it('may have a file where another has the folder of a version', () =>
    inProject(
      ['{}'],
      { 'apps/ours/app.yaml': appFile('ours'), 'apps/ours/6.12': '' },
      async (_, environment) => {
        const { fragments } = (await environment()).catalogue.resolveLinux('lupine-ours@6.12');
        assert.ok(!fragments.some((path) => path.includes('ours/6.12')));
      },
    ));
  it('are of no use with options for a version that nothing reads', async () => {
    for (const [version, code] of [
      ['6.13', 'VERSION_UNKNOWN'],
      ['6.1', 'VERSION_MISPLACED'],
    ] as const)
      await inProject(
        ['{}'],
        { 'apps/ours/app.yaml': appFile('ours'), [`apps/ours/${version}/kernel.config`]: '' },
        async (_, environment) => {
          const here = await environment();
          const { catalogue } = here;
          assert.deepEqual(
            (await here.broken()).map(({ name, error }) => [name, error.code]),
            [['ours', code]],
          );
          for (const system of ['lupine-ours', 'lupine-ours@6.12'])
            await failsWith(
              () => catalogue.resolve(system),
              code,
              EXIT.usage,
              /ours\/6\.13?\/kernel\.config/,
            );
          assert.equal(catalogue.resolve('lupine-redis').name, 'lupine-redis');
        },
      );
  });
  it('do not show what a link names instead of a scenario, or of the project itself', () =>
    inProject(['{}'], { 'scenarios/one.yaml': '' }, async (dir, environment) => {
      const elsewhere = /(?:one|lupine-bench)\.yaml is a link that leads out of/;
      const link = async (path: string): Promise<void> => {
        await rm(join(dir, path));
        await symlink('/etc/shadow', join(dir, path));
      };
      await link('scenarios/one.yaml');
      const { scenarios } = await environment();
      await failsWith(scenarios.load('one'), 'PATH_OUTSIDE', EXIT.usage, elsewhere);
      await link('lupine-bench.yaml');
      await failsWith(environment(), 'PATH_OUTSIDE', EXIT.usage, elsewhere);
    }));
});

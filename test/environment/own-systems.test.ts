// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdir, rm, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { EXIT } from '../../harness/core/errors.js';
import { requireOwnFiles } from '../../harness/system/own-files.js';
import { failsWith } from '../support/errors.js';
import { inProject } from '../support/project.js';

const names = (paths: readonly string[]): string[] => paths.map((path) => basename(path));

const LINES = [
  'systems:',
  '  varied: { title: Ours, base: lupine-base+tiny, fragments: [my.config], cmdline: mitigations=off }',
  '  further: { base: varied, fragments: [more.config], source: ../linux }',
  '  whole: { config: whole.config, source: /usr/src/linux.tar.xz, cmdline: nosmt }',
  '  done: { kernel: build/bzImage, config: build/config }',
  '  newer: { base: lupine-base@6.12+tiny, fragments: [my.config] }',
  '  packaged: { package: linux-image-amd64, cmdline: nosmt }',
];

describe('the systems of a project', () => {
  const withSystems = (
    test: (
      dir: string,
      environment: Awaited<ReturnType<Parameters<Parameters<typeof inProject>[2]>[1]>>,
    ) => unknown,
  ): Promise<void> =>
    inProject(LINES, {}, async (dir, environment) => {
      await test(dir, await environment());
    });

  it('are listed behind those of the program', () =>
    withSystems((_dir, { catalogue }) => {
      assert.deepEqual(catalogue.names().slice(-6), [
        ...['varied', 'further', 'whole', 'done', 'newer', 'packaged'],
      ]);
      assert.equal(catalogue.names()[0], 'microvm');
    }));
  it('vary another one by options and the end of the command line', () =>
    withSystems((dir, { catalogue }) => {
      const system = catalogue.resolveLinux('varied');
      assert.deepEqual(names(system.fragments), ['lupine-base.config', 'tiny.config', 'my.config']);
      assert.equal(system.fragments.at(-1), join(dir, 'my.config'));
      assert.equal(system.cmdline, `${catalogue.resolve('lupine-base').cmdline} mitigations=off`);
      assert.equal(system.title, 'Ours');
      assert.equal(system.origin?.file, join(dir, 'lupine-bench.yaml'));
    }));
  it('vary each other, from a kernel source of their own', () =>
    withSystems((dir, { catalogue }) => {
      const system = catalogue.resolveLinux('further');
      assert.deepEqual(names(system.fragments).slice(-2), ['my.config', 'more.config']);
      assert.equal(system.source, join(dir, '..', 'linux'));
      assert.match(system.cmdline, / mitigations=off$/);
    }));
  it('vary one of another kernel, and have its version', () =>
    withSystems(async (_dir, { catalogue }) => {
      const { version, fragments, name } = catalogue.resolveLinux('newer');
      assert.deepEqual([version, name, names(fragments).at(-1)], ['6.12', 'newer', 'my.config']);
      assert.equal(catalogue.resolveLinux('varied').version, undefined);
      for (const asked of ['varied@6.12', 'varied@6.1', 'newer@6.1', 'newer@6.12'])
        await failsWith(
          () => catalogue.resolve(asked),
          'VERSION_MISPLACED',
          EXIT.usage,
          /has the version of its base/,
        );
      assert.equal(catalogue.nameFor('newer@6.1', 'hello'), 'newer@6.1');
      await failsWith(
        () => catalogue.resolve('done@6.12'),
        'VERSION_MISPLACED',
        EXIT.usage,
        /not built here/,
      );
    }));
  it('begin with a whole configuration', () =>
    withSystems((dir, { catalogue }) => {
      const { baseConfig, fragments, source, cmdline } = catalogue.resolveLinux('whole');
      assert.deepEqual([baseConfig, fragments], [{ config: join(dir, 'whole.config') }, []]);
      assert.equal(source, '/usr/src/linux.tar.xz');
      assert.match(cmdline, /^reboot=t panic=-1 .* nosmt$/);
    }));
  it('are finished kernels', () =>
    withSystems((dir, { catalogue }) => {
      const system = catalogue.resolve('done');
      assert.ok(system.kind === 'linux-prebuilt');
      assert.deepEqual(
        [system.kernel, system.config],
        [join(dir, 'build/bzImage'), join(dir, 'build/config')],
      );
    }));
  it('are kernels of packages', () =>
    withSystems((_dir, { catalogue }) => {
      const system = catalogue.resolve('packaged');
      assert.ok(system.kind === 'linux-package');
      assert.equal(system.package, 'linux-image-amd64');
      assert.match(system.cmdline, /^reboot=t panic=-1 .* nosmt$/);
      assert.match(system.notes.wall.join(' '), /ACPI/);
    }));
  it('take the modifiers that their base takes, and a finished kernel those of its command line', () =>
    withSystems(async (_dir, { catalogue }) => {
      assert.equal(catalogue.resolveLinux('varied+kml').name, 'varied+kml');
      assert.ok(catalogue.resolveLinux('varied+kml').patches.length > 0);
      await failsWith(() => catalogue.resolve('whole+kml'), 'MODIFIER_MISPLACED', EXIT.usage);
      assert.match(catalogue.resolve('done+notests').cmdline, / cryptomgr\.notests$/);
      await failsWith(
        () => catalogue.resolve('done+tiny'),
        'MODIFIER_MISPLACED',
        EXIT.usage,
        /finished file/,
      );
    }));

  it('need their files when they are used, and not before', () =>
    inProject(LINES, { 'my.config': '' }, async (dir, environment) => {
      const { catalogue } = await environment();
      const needed = (name: string): Promise<void> => requireOwnFiles([catalogue.resolve(name)]);
      await needed('varied');
      await failsWith(
        needed('done'),
        'FILE_MISSING',
        EXIT.usage,
        /lupine-bench\.yaml:5:11: "systems\.done\.kernel": .*bzImage does not exist/,
      );
      await mkdir(join(dir, 'build', 'bzImage'), { recursive: true });
      await failsWith(needed('done'), 'FILE_KIND', EXIT.usage, /is not a file/);
      await rm(join(dir, 'my.config'));
      await failsWith(
        needed('further'),
        'FILE_MISSING',
        EXIT.usage,
        /:2:\d+: "systems\.varied\.fragments\.0"/,
      );
      await symlink('/etc/passwd', join(dir, 'my.config'));
      await failsWith(
        needed('varied'),
        'PATH_OUTSIDE',
        EXIT.usage,
        /"systems\.varied\.fragments\.0": .*link that leads out/,
      );
    }));
});

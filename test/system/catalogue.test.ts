// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { EXIT } from '../../harness/core/errors.js';
import { packagePath } from '../../harness/core/paths.js';
import { loadYaml } from '../../harness/scenario/yaml.js';
import { listPatches } from '../../harness/system/patches.js';
import type { SystemCatalogueFile } from '../../harness/system/types.js';
import { failsWith } from '../support/errors.js';
import { inTemp } from '../support/temp.js';
import { builtinSystems } from '../support/builtin.js';
import { SystemCatalogue } from '../../harness/system/catalogue.js';
import type { CatalogueParts } from '../../harness/system/catalogue-parts.js';

describe('system catalogue', () => {
  let catalogue: SystemCatalogue;
  let parts: CatalogueParts;
  before(async () => {
    catalogue = await builtinSystems();
    const kernelDir = packagePath('kernel');
    const file = await loadYaml<SystemCatalogueFile>(join(kernelDir, 'systems.yaml'), 'systems');
    parts = { file, kernelDir, kernels: new Map([['redis', 'redis']]), patches: new Map() };
  });
  const withPatches = (files: string[]): SystemCatalogue =>
    new SystemCatalogue({ ...parts, patches: new Map([['kml', files]]) });

  it('resolves an app variant', () => {
    const { fragments, name } = catalogue.resolveLinux('lupine-redis');
    assert.equal(name, 'lupine-redis');
    assert.deepEqual(
      fragments.map((path) => basename(path)),
      ['lupine-base.config', 'redis.config'],
    );
  });
  it('adds a modifier on top', () => {
    const { fragments, title } = catalogue.resolveLinux('lupine-redis+tiny');
    assert.equal(basename(fragments.at(-1) ?? ''), 'tiny.config');
    assert.match(title, /Tiny/);
  });
  it('finds a system of one run by its full name, and lists it nowhere', () => {
    const made = {
      ...catalogue.resolveLinux('lupine-base'),
      name: 'lupine-base+files',
      cmdline: 'quiet nfs.off',
    };
    const extended = catalogue.with([made]);
    assert.equal(extended.resolveLinux('lupine-base+files').cmdline, 'quiet nfs.off');
    assert.deepEqual(extended.names(), catalogue.names());
    assert.throws(() => catalogue.resolveLinux('lupine-base+files'), /files/);
  });
  it('builds what others stand on, and lists it nowhere', () => {
    assert.equal(catalogue.resolveLinux('kvm-host').family, 'kvm-host');
    assert.deepEqual(catalogue.infrastructure(), ['kvm-host']);
    assert.ok(!catalogue.names().includes('kvm-host'));
  });
  it('takes a kernel from a package, with modifiers of its command line', async () => {
    const system = catalogue.resolve('debian-cloud+notests');
    assert.ok(system.kind === 'linux-package' && system.package === 'linux-image-cloud-amd64');
    assert.match(system.cmdline, / cryptomgr\.notests$/);
    assert.match(system.notes.deterministic.join(' '), /unpacks itself/);
    await failsWith(() => catalogue.resolve('debian-cloud+tiny'), 'MODIFIER_MISPLACED', EXIT.usage);
    await failsWith(() => catalogue.resolveLinux('debian-cloud'), 'SYSTEM_KIND', EXIT.usage);
  });
  it('lists the pattern once per app', () => {
    const expected = [
      'microvm',
      'lupine-base',
      'lupine-general',
      'lupine-hello',
      'lupine-lmbench',
      'lupine-nginx',
      'lupine-redis',
      'debian-cloud',
      'hermitux',
      'osv',
      'rumprun',
    ];
    assert.deepEqual(catalogue.names(), expected);
  });
  it('lists a system of its own once, though apps run on its kernel', () => {
    const kernels = new Map([
      ['a', 'general'],
      ['b', 'general'],
    ]);
    const sharing = new SystemCatalogue({ ...parts, kernels });
    assert.deepEqual(sharing.names(), ['microvm', 'lupine-base', 'lupine-general', 'debian-cloud']);
    assert.equal(sharing.nameFor('lupine-<app>', 'a'), 'lupine-general');
    assert.equal(
      basename(sharing.resolveLinux('lupine-general').fragments.at(-1) ?? ''),
      'lupine-general.config',
    );
  });
  it('refuses an unknown system', () =>
    failsWith(() => catalogue.resolveLinux('lupine-rediz'), 'SYSTEM_UNKNOWN', EXIT.usage, /lupine-rediz/));
  it('knows the family of a system, whether reports are about it, and for which app it was specialised', () => {
    const about = (name: string): unknown[] => {
      const { family, subject, app } = catalogue.resolve(name);
      return [family, subject, app];
    };
    assert.deepEqual(about('microvm'), ['microvm', false, undefined]);
    assert.deepEqual(about('microvm+notests'), ['microvm', false, undefined]);
    assert.deepEqual(about('lupine-general'), ['lupine', true, undefined]);
    assert.deepEqual(about('lupine-redis+tiny'), ['lupine', true, 'redis']);
  });
  it('takes no name that every object has for a system or a modifier', async () => {
    await failsWith(() => catalogue.resolve('constructor'), 'SYSTEM_UNKNOWN', EXIT.usage);
    await failsWith(() => catalogue.resolve('__proto__'), 'SYSTEM_UNKNOWN', EXIT.usage);
    await failsWith(() => catalogue.resolve('microvm+toString'), 'MODIFIER_UNKNOWN', EXIT.usage);
  });
  it('refuses the pattern itself', () =>
    failsWith(() => catalogue.resolveLinux('lupine-<app>'), 'SYSTEM_UNKNOWN', EXIT.usage));
  it('puts kernel mode behind a lupine system, with what a reader must know of it', () => {
    const parts = catalogue.resolveLinux('lupine-redis').fragments.length;
    const resolve = withPatches(['/kml/1.patch']).resolveLinux('lupine-redis+kml');
    assert.deepEqual(resolve.patches, ['/kml/1.patch']);
    assert.equal(resolve.fragments.length, parts + 1);
    assert.equal(basename(resolve.fragments.at(-1) ?? ''), 'kml.config');
    assert.match(resolve.notes.deterministic.join(), /cycles/);
    assert.deepEqual(resolve.notes.wall, []);
  });
  it('refuses kernel mode on a system that excludes it', () =>
    failsWith(
      () => catalogue.resolveLinux('microvm+kml'),
      'MODIFIER_MISPLACED',
      EXIT.usage,
      /"microvm\+kml": "\+kml" applies only to systems of the family lupine/,
    ));
  it('refuses a modifier whose patches are not there, and only that one', async () => {
    const without = withPatches([]);
    await failsWith(
      () => without.resolveLinux('lupine-redis+kml'),
      'PATCH_MISSING',
      EXIT.usage,
      /kml\/linux/,
    );
    assert.deepEqual(without.resolveLinux('lupine-redis+tiny').patches, []);
  });
  it('takes every patch of a folder in order of name, and nothing else', () =>
    inTemp(async (dir) => {
      await mkdir(join(dir, 'series'));
      for (const name of ['0002-b.patch', 'README.md', '0001-a.patch'])
        await writeFile(join(dir, 'series', name), '');
      const modifiers = {
        a: { title: '', summary: '', patches: ['series', 'more.patch'] },
        b: { title: '', summary: '', patches: ['nothing'] },
        c: { title: '', summary: '' },
      };
      const files = ['series/0001-a.patch', 'series/0002-b.patch', 'more.patch'].map((file) =>
        join(dir, file),
      );
      assert.deepEqual(
        [...(await listPatches(modifiers, dir))],
        [
          ['a', files],
          ['b', []],
        ],
      );
    }));
  it('gives an app the kernel of another when it says so', () => {
    const { file } = parts;
    const both = new SystemCatalogue({
      ...parts,
      file,
      kernels: new Map([
        ['redis', 'redis'],
        ['redis-musl', 'redis'],
      ]),
    });
    assert.equal(both.nameFor('lupine-<app>+tiny', 'redis-musl'), 'lupine-redis+tiny');
    assert.deepEqual(
      both.names().filter((name) => name.includes('redis')),
      ['lupine-redis'],
    );
    assert.throws(() => both.resolveLinux('lupine-redis-musl'), {
      code: 'SYSTEM_UNKNOWN',
      next: /redis-musl is lupine-redis/,
    });
  });
  it('refuses an unknown modifier', () =>
    failsWith(() => catalogue.resolveLinux('microvm+huge'), 'MODIFIER_UNKNOWN', EXIT.usage, /\+huge/));
  it('refuses a modifier twice', () =>
    failsWith(
      () => catalogue.resolve('microvm+tiny+compact+tiny'),
      'MODIFIER_TWICE',
      EXIT.usage,
      /"microvm\+tiny\+compact\+tiny" has the modifier "\+tiny" twice/,
    ));
});

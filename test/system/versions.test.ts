// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { EXIT } from '../../harness/core/errors.js';
import { packagePath } from '../../harness/core/paths.js';
import { DEFAULT_PACKAGE } from '../../harness/image/kernel/source-download.js';
import { loadYaml } from '../../harness/scenario/yaml.js';
import { SystemCatalogue } from '../../harness/system/catalogue.js';
import { hasVersion, nameParts } from '../../harness/system/name.js';
import { listOverlays } from '../../harness/system/overlays.js';
import { listPatches } from '../../harness/system/patches.js';
import type { SystemCatalogueFile } from '../../harness/system/types.js';
import { VERSIONS, builtinSystems } from '../support/builtin.js';
import { failsWith } from '../support/errors.js';
import { inTemp } from '../support/temp.js';

const FILE = {
  versions: VERSIONS,
  systems: {
    'lupine-base': system(['lupine-base.config']),
    'lupine-<app>': system(['lupine-base.config', 'apps/<app>.config']),
    microvm: { ...system(['microvm.config']), versions: { '6.12': { fragments: ['6.12/microvm.config'] } } },
  },
  modifiers: {
    tiny: { title: 'Tiny', summary: 'Small.', fragments: ['tiny.config'] },
    kml: {
      ...{ title: 'kernel mode', summary: 'Patched.', patches: ['../kml/linux'] },
      versions: { '6.12': { patches: ['../kml/linux-6.12'] } },
    },
    rcu: { title: 'calm', summary: 'Patched too.', patches: ['patches/rcu'] },
  },
  clocks: { deterministic: { cmdline: '' }, wall: { cmdline: '' } },
} satisfies SystemCatalogueFile;

function system(fragments: string[]): SystemCatalogueFile['systems'][string] {
  return { title: 'A', summary: 'A.', family: 'lupine', base_config: 'allnoconfig', cmdline: '', fragments };
}

/** A catalogue of such a file, with these files below its folder. */
async function withFiles(
  files: readonly string[],
  test: (catalogue: SystemCatalogue, path: (file: string) => string) => Promise<void> | void,
): Promise<void> {
  await inTemp(async (dir) => {
    const kernelDir = join(dir, 'kernel');
    for (const file of files) {
      await mkdir(dirname(join(kernelDir, file)), { recursive: true });
      await writeFile(join(kernelDir, file), '');
    }
    const app = join(dir, 'apps', 'mine');
    const catalogue = new SystemCatalogue({
      file: FILE,
      kernels: new Map([
        ['redis', 'redis'],
        ['mine', 'mine'],
      ]),
      kernelDir,
      appFragments: new Map([['mine', join(app, 'kernel.config')]]),
      patches: await listPatches(FILE.modifiers, kernelDir),
      overlays: await listOverlays([kernelDir, app], FILE.versions),
    });
    await test(catalogue, (file) => relative(kernelDir, file));
  });
}

describe('a system of another kernel', () => {
  it('has its version behind the name and before the modifiers', () => {
    assert.deepEqual(nameParts('lupine-redis@6.12+tiny+kml'), {
      base: 'lupine-redis',
      version: '6.12',
      modifiers: ['tiny', 'kml'],
    });
    assert.deepEqual(nameParts('lupine-redis+tiny'), { base: 'lupine-redis', modifiers: ['tiny'] });
    const named = ['a@6.12', 'a@6.12+b', 'a@6.12@0123abcd', 'a', 'a@0123abcd', 'a@working tree', 'a@6.12x'];
    assert.deepEqual(named.map(hasVersion), [true, true, true, false, false, false, false]);
  });
  it('says its version in its title, and is otherwise the same system', async () => {
    const catalogue = await builtinSystems();
    const [here, there] = ['lupine-redis', 'lupine-redis@6.12'].map((name) => catalogue.resolveLinux(name));
    assert.deepEqual([here?.version, there?.version], [undefined, '6.12']);
    assert.equal(there?.name, 'lupine-redis@6.12');
    assert.equal(there.title, `${here?.title ?? ''}, Linux 6.12`);
    assert.deepEqual([there.app, there.family, there.cmdline], [here?.app, here?.family, here?.cmdline]);
    assert.match(catalogue.resolve('lupine-redis@6.12+tiny').title, /, Linux 6\.12, Tiny$/);
    assert.equal(catalogue.nameFor('lupine-<app>@6.12+tiny', 'redis'), 'lupine-redis@6.12+tiny');
    assert.ok(!catalogue.names().some((name) => name.includes('@')));
  });
  it('has the name without a version where it is the default one', async () => {
    const catalogue = await builtinSystems();
    assert.deepEqual(catalogue.resolve('lupine-redis@6.1+tiny'), catalogue.resolve('lupine-redis+tiny'));
    assert.equal(catalogue.nameFor('lupine-<app>@6.1', 'redis'), 'lupine-redis');
    assert.equal(catalogue.versions().sources[catalogue.versions().default], DEFAULT_PACKAGE);
  });
  it('is unknown with a version that there is not', async () => {
    const catalogue = await builtinSystems();
    await failsWith(() => catalogue.resolve('lupine-redis@6.2'), 'VERSION_UNKNOWN', EXIT.usage, /"6\.2"/);
    assert.throws(() => catalogue.resolve('lupine-redis@6.22'), {
      next: /Did you mean "6\.12"\?.*6\.1, 6\.12/,
    });
    assert.throws(() => catalogue.resolve('lupine-redis@6.12.117'), { next: /two numbers .*: 6\.12\.$/ });
    await failsWith(
      () => catalogue.resolve('microvm@'),
      'VERSION_UNKNOWN',
      EXIT.usage,
      /nothing stands behind/,
    );
    for (const version of ['', 'constructor', '__proto__', '6.12@6.12', '6'])
      await failsWith(() => catalogue.resolve(`microvm@${version}`), 'VERSION_UNKNOWN', EXIT.usage);
  });
  it('is refused with its version elsewhere, and where nothing is built here', async () => {
    const catalogue = await builtinSystems();
    const resolve = (name: string) => () => catalogue.resolve(name);
    assert.throws(resolve('lupine-redis+tiny@6.12+mit'), { next: /: lupine-redis@6\.12\+tiny\+mit\.$/ });
    for (const name of [
      'osv@6.12',
      'osv@6.1',
      'debian-cloud@6.12',
      'debian-cloud@6.1',
      'rumprun@6.12',
      'microvm+nomit@6.12',
    ])
      await failsWith(resolve(name), 'VERSION_MISPLACED', EXIT.usage);
    await failsWith(resolve('lupine-rediz@6.12'), 'SYSTEM_UNKNOWN', EXIT.usage, /"lupine-rediz"/);
  });
});

describe('the fragments of another kernel', () => {
  it('are the shared ones, each with what the version has to change behind it', () =>
    withFiles(
      ['6.12/lupine-base.config', '6.12/tiny.config', '6.12/apps/nginx.config', '6.1/apps/redis.config'],
      (catalogue, path) => {
        assert.deepEqual(catalogue.resolveLinux('lupine-redis@6.12+tiny').fragments.map(path), [
          ...['lupine-base.config', '6.12/lupine-base.config', 'apps/redis.config'],
          ...['tiny.config', '6.12/tiny.config'],
        ]);
        assert.deepEqual(catalogue.resolveLinux('lupine-redis').fragments.map(path), [
          'lupine-base.config',
          'apps/redis.config',
        ]);
      },
    ));
  it('of an app of the project have theirs beside the app', () =>
    withFiles(['../apps/mine/6.12/kernel.config'], (catalogue, path) => {
      assert.deepEqual(catalogue.resolveLinux('lupine-mine@6.12').fragments.map(path), [
        ...['lupine-base.config', '../apps/mine/kernel.config', '../apps/mine/6.12/kernel.config'],
      ]);
      assert.equal(catalogue.resolveLinux('lupine-mine').fragments.length, 2);
    }));
  it('are others instead where the system says so', () =>
    withFiles(['6.12/microvm.config'], (catalogue, path) => {
      assert.deepEqual(catalogue.resolveLinux('microvm@6.12').fragments.map(path), ['6.12/microvm.config']);
      assert.deepEqual(catalogue.resolveLinux('microvm').fragments.map(path), ['microvm.config']);
    }));
  it('have what a reader must know of them', async () => {
    const catalogue = await builtinSystems();
    const of = (name: string): string[] => catalogue.resolve(name).notes.deterministic;
    assert.deepEqual(of('microvm'), []);
    assert.match(of('microvm@6.12').join(' '), /ciphers test themselves beside the first programs/);
    assert.deepEqual(of('microvm@6.12+notests'), of('microvm@6.12'));
  });
  it('are files that there are', async () => {
    const catalogue = await builtinSystems();
    const { systems } = await loadYaml<SystemCatalogueFile>(packagePath('kernel', 'systems.yaml'), 'systems');
    for (const [name, { versions = {} }] of Object.entries(systems))
      for (const version of Object.keys(versions)) {
        assert.ok(version in VERSIONS.sources && version !== VERSIONS.default, `${name}@${version}`);
        assert.equal(catalogue.resolveLinux(`${name}@${version}`).version, version);
      }
  });
});

describe('the patches of a modifier', () => {
  const files = ['../kml/linux/1.patch', '../kml/linux-6.12/1.patch', '../kml/linux-6.12/2.patch'];

  it('are those of the kernel', () =>
    withFiles(files, (catalogue, path) => {
      const of = (name: string): string[] => catalogue.resolveLinux(name).patches.map(path);
      assert.deepEqual(of('lupine-base+kml'), files.slice(0, 1));
      assert.deepEqual(of('lupine-base@6.12+kml'), files.slice(1));
      assert.deepEqual(of('lupine-base@6.12+tiny'), []);
    }));
  it('are refused for a kernel that it has none for, with those that it has', () =>
    withFiles(['patches/rcu/1.patch'], async (catalogue) => {
      assert.equal(catalogue.resolveLinux('lupine-base+rcu').patches.length, 1);
      await failsWith(
        () => catalogue.resolve('lupine-base@6.12+rcu'),
        'MODIFIER_VERSION',
        EXIT.usage,
        /"lupine-base@6\.12\+rcu": "\+rcu" has no patches for Linux 6\.12/,
      );
      assert.throws(() => catalogue.resolve('lupine-base@6.12+rcu'), { next: 'It has them for 6.1.' });
      await failsWith(
        () => catalogue.resolve('lupine-base@6.12+kml'),
        'PATCH_MISSING',
        EXIT.usage,
        /kml\/linux-6\.12/,
      );
    }));
});

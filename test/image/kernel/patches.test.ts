// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { EXIT } from '../../../harness/core/errors.js';
import { cacheRoot } from '../../../harness/core/paths.js';
import { silent } from '../../../harness/core/progress.js';
import { createImages } from '../../../harness/image/images.js';
import { kernelInputs } from '../../../harness/image/kernel/build.js';
import { patchFiles } from '../../../harness/image/kernel/patch-fit.js';
import { readPatches } from '../../../harness/image/kernel/patch-files.js';
import { sourceOf } from '../../../harness/image/kernel/patched-source.js';
import { type KernelSource, findSource, unpackSource } from '../../../harness/image/kernel/source.js';
import { SystemCatalogue } from '../../../harness/system/catalogue.js';
import { failsWith } from '../../support/errors.js';
import { inTemp, withCache } from '../../support/temp.js';
import { VERSIONS, builtinApps } from '../../support/builtin.js';

const ENTRY = ['/* entry */', 'int entry;', 'int exit;', ''].join('\n');
const CHANGE = `--- a/arch/entry.c
+++ b/arch/entry.c
@@ -1,3 +1,4 @@
 /* entry */
+int near_call;
 int entry;
 int exit;
`;
const MAKE = '--- /dev/null\n+++ b/arch/kml.c\n@@ -0,0 +1 @@\n+int kml;\n';
const REMOVE = '--- a/arch/old.c\n+++ /dev/null\n@@ -1 +0,0 @@\n-int old;\n';
const AGAIN = `--- a/arch/entry.c
+++ b/arch/entry.c
@@ -1,4 +1,4 @@
 /* entry */
-int near_call;
+long near_call;
 int entry;
 int exit;
`;

interface Place {
  kernelSource: KernelSource;
  /** Writes a patch and gives its path. */
  patch: (name: string, text: string) => Promise<string>;
}

/** A small source in a tarball, and a cache of its own; with a plain path, so that sources are unpacked in that cache. */
const withSource = (test: (place: Place) => Promise<void>) => (): Promise<void> =>
  inTemp(
    (dir) =>
      withCache(join(dir, 'cache'), async () => {
        const tree = join(dir, 'linux-small', 'arch');
        await mkdir(tree, { recursive: true });
        await writeFile(join(tree, '..', 'Kconfig'), 'config A\n\tbool\n');
        await writeFile(join(tree, 'entry.c'), ENTRY);
        await writeFile(join(tree, 'old.c'), 'int old;\n');
        await execa('tar', ['-cJf', join(dir, 'linux-small.tar.xz'), '-C', dir, 'linux-small']);
        const patch = async (name: string, text: string): Promise<string> => {
          await writeFile(join(dir, name), text);
          return join(dir, name);
        };
        await test({
          kernelSource: await findSource(join(dir, 'linux-small.tar.xz'), { unlisted: 'allowed' }),
          patch,
        });
      }),
    'lupine-test-',
  );

const read = (dir: string, file: string): Promise<string> => readFile(join(dir, file), 'utf8');

describe('patches to the kernel source', function () {
  this.timeout(60_000);

  it(
    'are applied in order to a tree of its own; the unpacked source stays as it is',
    withSource(async ({ kernelSource, patch }) => {
      const patches = [await patch('1.patch', CHANGE + MAKE + REMOVE), await patch('2.patch', AGAIN)];
      const plain = await unpackSource(kernelSource);
      const patched = await sourceOf(kernelSource, patches);
      assert.match(await read(patched, 'arch/entry.c'), /long near_call/);
      assert.deepEqual((await readdir(join(patched, 'arch'))).sort(), ['entry.c', 'kml.c']);
      assert.equal(await read(plain, 'arch/entry.c'), ENTRY);
      assert.deepEqual((await readdir(join(plain, 'arch'))).sort(), ['entry.c', 'old.c']);
      const inode = async (dir: string): Promise<number> => (await stat(join(dir, 'Kconfig'))).ino;
      assert.equal(await inode(patched), await inode(plain), 'an unchanged file takes no room');
      assert.notEqual(await read(patched, '.manifest.json'), await read(plain, '.manifest.json'));
    }),
  );

  it(
    'of one system do not show in the source of another',
    withSource(async ({ kernelSource, patch }) => {
      const one = await sourceOf(kernelSource, [await patch('1.patch', CHANGE)]);
      const two = await sourceOf(kernelSource, [await patch('2.patch', MAKE)]);
      assert.equal(await read(two, 'arch/entry.c'), ENTRY);
      assert.deepEqual((await readdir(join(one, 'arch'))).sort(), ['entry.c', 'old.c']);
      assert.equal(await sourceOf(kernelSource, []), await unpackSource(kernelSource));
    }),
  );

  it(
    'are tried without unpacking the source, once',
    withSource(async ({ kernelSource, patch }) => {
      const patches = [await patch('1.patch', CHANGE + MAKE)];
      await patchFiles(patches, kernelSource);
      assert.equal(
        (await readdir(join(cacheRoot(), 'source'))).filter((name) => !name.endsWith('.lock')).length,
        1,
      );
      await rm(kernelSource.path);
      await patchFiles(patches, kernelSource);
    }),
  );

  for (const unpacked of [false, true]) {
    it(
      `that do not fit are refused with patch, file, hunk and source (${unpacked ? 'unpacked' : 'packed'})`,
      withSource(async ({ kernelSource, patch }) => {
        if (unpacked) await unpackSource(kernelSource);
        const fits = await patch('0001-entry.patch', CHANGE);
        const stray = await patch('0002-call.patch', AGAIN.replace('int exit', 'int leave'));
        await failsWith(
          patchFiles([fits, stray], kernelSource),
          'PATCH_MISFIT',
          EXIT.usage,
          /0002-call\.patch does not fit the kernel source unlisted linux-small\.tar\.xz: arch\/entry\.c, hunk 1 at line 1\./,
        );
      }),
    );
  }

  it(
    'that need a file the source lacks are refused with its name',
    withSource(async ({ kernelSource, patch }) => {
      const stray = await patch('1.patch', CHANGE.replaceAll('entry.c', 'entry_64.S'));
      const message = /1\.patch does not fit .*: there is no arch\/entry_64\.S\./;
      await failsWith(patchFiles([stray], kernelSource), 'PATCH_MISFIT', EXIT.usage, message);
    }),
  );

  it(
    'that fit only with fuzz are refused',
    withSource(async ({ kernelSource, patch }) => {
      const fuzzy = await patch('1.patch', CHANGE.replace(' /* entry */', ' /* another line */'));
      await failsWith(patchFiles([fuzzy], kernelSource), 'PATCH_MISFIT', EXIT.usage, /hunk 1/);
    }),
  );

  it(
    'are tried before any kernel of a run is built',
    withSource(async ({ kernelSource, patch }) => {
      const stray = await patch('1.patch', AGAIN);
      const declaration = {
        title: '',
        summary: '',
        family: 'a',
        base_config: 'allnoconfig',
        fragments: [],
        cmdline: '',
      } as const;
      const catalogue = new SystemCatalogue({
        file: {
          versions: VERSIONS,
          systems: { a: { ...declaration, fragments: [] } },
          modifiers: { kml: { title: '', summary: '', patches: [stray] } },
          clocks: { deterministic: { cmdline: '' }, wall: { cmdline: '' } },
        },
        kernels: new Map(),
        kernelDir: '/',
        patches: new Map([['kml', [stray]]]),
      });
      const { signal } = new AbortController();
      const options = { catalogue, clock: 'deterministic', progress: silent, signal } as const;
      const images = createImages({
        ...options,
        loadApp: (name) => builtinApps.load(name),
        kernelSource: `${kernelSource.path}#sha256=${kernelSource.sha256}`,
      });
      await failsWith(images.begin(['a', 'a+kml']), 'PATCH_MISFIT', EXIT.usage);
      assert.deepEqual((await readdir(cacheRoot())).sort(), ['archive', 'source', 'used']);
    }),
  );

  it(
    'decide the digest of a kernel, and only of one that has them',
    withSource(async ({ patch }) => {
      const system = {
        kind: 'linux',
        name: 'a',
        title: '',
        summary: '',
        baseConfig: 'allnoconfig',
        cmdline: '',
      } as const;
      const rest = {
        family: 'a',
        subject: false,
        fragments: [],
        make: [],
        notes: { deterministic: [], wall: [] },
      };
      const inputs = async (patches: string[]): Promise<string> =>
        JSON.stringify(await kernelInputs({ ...system, ...rest, patches }, '0'));
      const [one, two] = [await patch('1.patch', CHANGE), await patch('2.patch', MAKE)];
      assert.doesNotMatch(await inputs([]), /patches/);
      assert.notEqual(await inputs([one, two]), await inputs([two, one]));
      assert.notEqual(await inputs([one]), await inputs([two]));
    }),
  );

  const invalid = (text: string, message: RegExp): (() => Promise<void>) =>
    withSource(async ({ patch }) => {
      await failsWith(readPatches([await patch('1.patch', text)]), 'PATCH_INVALID', EXIT.usage, message);
    });
  it('that change nothing are refused', invalid('From: nobody\n', /1\.patch changes no file/));
  it('that leave the source are refused', invalid(CHANGE.replaceAll('arch/', '../'), /a\/\.\.\/entry\.c/));
  it('that are not there are refused', () =>
    failsWith(readPatches(['/no.patch']), 'PATCH_MISSING', EXIT.usage, /no\.patch/));
});

// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { measureError } from '../../../harness/core/errors.js';
import { runTool } from '../../../harness/core/tool.js';
import { readElf } from '../../../harness/image/elf/file.js';
import type { PackageRecord } from '../../../harness/image/rootfs/apt-records.js';
import { type Program, programOf } from '../../../harness/profile/program/program.js';
import { buildIdOf } from '../../../harness/profile/symbols/build-id.js';
import { debugPath } from '../../../harness/profile/symbols/debug-file.js';
import { type SymbolPackages, findNames } from '../../../harness/profile/symbols/find.js';
import { withSymbolSources } from '../../../harness/profile/symbols/sources.js';
import { namedShare } from '../../../harness/profile/resolve/names.js';
import { code, place, profileOf } from '../fixture.js';
import { inTemp } from '../../support/temp.js';

const OBJECT = '/usr/lib/x86_64-linux-gnu/libjemalloc.so.2';
const IMAGE = [
  { name: 'libjemalloc2', version: '5.3.0-1' },
  { name: 'libc6', version: '2.36-9' },
];

/** A stripped library, its debug symbols, and the static library of the same source. */
async function parts(dir: string): Promise<{ program: Program; debug: Buffer; library: Buffer }> {
  const path = (name: string): string => join(dir, name);
  const run = (tool: string, ...args: string[]): Promise<unknown> => runTool(tool, args, { code: 'TEST' });
  const body = 'for (int i = 0; i < 64; i++) table[i] ^= a * i + 12345; return table[a & 63] * 77;';
  await writeFile(
    path('a.c'),
    `static int table[64]; static __attribute__((noinline)) int hidden(int a) { ${body} } int seen(int a) { return hidden(a) + 9; }`,
  );
  await run('gcc', '-O2', '-fPIC', '-c', '-o', path('a.o'), path('a.c'));
  await run('gcc', '-shared', '-Wl,--build-id', '-o', path('whole'), path('a.o'));
  await run('objcopy', '--only-keep-debug', path('whole'), path('debug'));
  await run('strip', '--strip-unneeded', '-o', path('stripped'), path('whole'));
  await run('ar', 'qcD', path('lib.a'), path('a.o'));
  return {
    program: programOf(OBJECT, readElf(await readFile(path('stripped')), OBJECT)),
    debug: await readFile(path('debug')),
    library: await readFile(path('lib.a')),
  };
}

/** Packages with these files, each in the version that is asked for. */
function packages(files: Readonly<Record<string, Readonly<Record<string, Buffer>>>>): SymbolPackages {
  return {
    offered: (wanted) =>
      Promise.resolve(
        wanted
          .filter(({ name }) => name in files)
          .map((one): PackageRecord => ({ ...one, sha256: 'ab'.repeat(32), depends: [], provides: [] })),
      ),
    unpacked: ({ name }) =>
      Promise.resolve({
        entry: (path) => {
          const data = files[name]?.[path];
          return Promise.resolve(data === undefined ? undefined : { kind: 'file', mode: 0o644, data });
        },
      }),
  };
}

const failing = (code: string) => (): Promise<never> =>
  Promise.reject(measureError(code, 'it is not there.', 'Get it.'));

function names({ programs: [program] }: { programs: Program[] }): string[] {
  return program?.names().all.map(({ name }) => name) ?? [];
}

describe('where names of stripped programs are from', function () {
  this.timeout(60_000);

  it('is the package of debug symbols in the version of the image, else a static library', () =>
    inTemp(async (dir) => {
      const { program, debug, library } = await parts(dir);
      const path = debugPath(buildIdOf(program.elf) ?? '');
      const static_ = { 'usr/lib/x86_64-linux-gnu/libjemalloc_pic.a': library };
      const all = packages({ 'libjemalloc2-dbgsym': { [path]: debug }, 'libjemalloc-dev': static_ });
      const first = await findNames([program], IMAGE, {}, all);
      assert.equal(first.sources[0]?.from, 'libjemalloc2-dbgsym 5.3.0-1 (SHA-256 abababababababab)');
      const second = await findNames([program], IMAGE, {}, packages({ 'libjemalloc-dev': static_ }));
      assert.equal(
        second.sources[0]?.from,
        'equal code in libjemalloc-dev 5.3.0-1 (SHA-256 abababababababab)',
      );
      for (const found of [first, second]) {
        assert.ok(names(found).includes('hidden'));
        assert.deepEqual(found.notes, []);
        assert.equal(found.sources[0]?.buildId, buildIdOf(program.elf));
      }
    }));

  it('is nowhere on a machine without apt, without a network, or with a damaged package: one note, and offsets', () =>
    inTemp(async (dir) => {
      const { program, debug } = await parts(dir);
      const path = debugPath(buildIdOf(program.elf) ?? '');
      const given = packages({ 'libjemalloc2-dbgsym': { [path]: debug } });
      const bad = packages({ 'libjemalloc2-dbgsym': { [path]: debug.subarray(0, debug.length - 900) } });
      for (const from of [
        { ...given, offered: failing('PACKAGES_UNRESOLVED') },
        { ...given, unpacked: failing('PACKAGE_DOWNLOAD') },
        { ...given, unpacked: failing('ARCHIVE_INVALID') },
        bad,
      ]) {
        const found = await findNames([program, program], IMAGE, {}, from);
        assert.equal(found.notes.length, 1, found.notes.join('\n'));
        assert.match(found.notes[0] ?? '', /^Names of functions are missing: .*[.] /);
        assert.equal(names(found).includes('hidden'), false);
        assert.ok(names(found).some((name) => /^0x[0-9a-f]+$/.test(name)));
        assert.ok(names(found).includes('seen'), 'what others use has its name');
        assert.equal(found.sources[0]?.from, '');
      }
    }));

  it('ends with the command when it is interrupted', () =>
    inTemp(async (dir) => {
      const { program } = await parts(dir);
      const controller = new AbortController();
      controller.abort();
      const from = { ...packages({}), offered: failing('PACKAGES_UNRESOLVED') };
      await assert.rejects(findNames([program], IMAGE, { signal: controller.signal }, from), {
        name: 'AbortError',
      });
    }));

  it('is written into the profile for what was executed, with a note for what matters and has none', () => {
    const functions = [code(`libjemalloc.so.2+0x100`, OBJECT, 0x100n, ''), code('main', '/app', 1n, '')];
    const profile = profileOf({ load: [place('libjemalloc.so.2+0x100', 20), place('main', 80)] }, functions);
    const source = (object: string, from: string) => ({ object, buildId: 'ab', from });
    const sources = [source(OBJECT, ''), source('/app', 'app-dbgsym 1'), source('/never', '')];
    const made = withSymbolSources(profile, sources);
    assert.deepEqual(
      made.symbols?.map(({ object }) => object),
      ['/app', OBJECT],
    );
    assert.equal(made.notes?.length, 1);
    assert.match(made.notes[0] ?? '', /no debug symbols for \/usr\/lib\S+jemalloc\.so\.2\..*apt-get update/);
    assert.deepEqual(namedShare(made), { named: 80, all: 100 });
    const [, named] = sources;
    assert.deepEqual(withSymbolSources(profile, named === undefined ? [] : [named]).notes, []);
  });
});

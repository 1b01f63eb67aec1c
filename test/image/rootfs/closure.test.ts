// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { EXIT } from '../../../harness/core/errors.js';
import type { PackageRecord } from '../../../harness/image/rootfs/apt-records.js';
import { addFolder, addProgram, addWithNeeds, packageFile } from '../../../harness/image/rootfs/closure.js';
import { readDynamics } from '../../../harness/image/elf/dynamics.js';
import { Packages } from '../../../harness/image/rootfs/packages.js';
import { Tree } from '../../../harness/image/rootfs/tree.js';
import { failsWith } from '../../support/errors.js';
import { filesOf } from '../../support/kept-files.js';
import { inTemp } from '../../support/temp.js';

const LIBRARIES = 'usr/lib/x86_64-linux-gnu';
const OLD_LIBRARIES = 'lib/x86_64-linux-gnu';

/** Packages made of small real ELF files: app needs liba (by link), which needs libb, whose package nobody names. */
class Fixture {
  readonly unpacked: string[] = [];
  readonly #dir: string;
  readonly #records = new Map<string, PackageRecord>();

  constructor(dir: string) {
    this.#dir = dir;
  }

  path(owner: string, file: string): string {
    return join(this.#dir, owner, file);
  }

  async library(owner: string, file: string, soname: string, needs: readonly string[] = []): Promise<void> {
    await this.#link(owner, file, ['-shared', `-Wl,-soname,${soname}`, ...needs]);
  }

  async program(
    owner: string,
    file: string,
    needs: readonly string[],
    flags: readonly string[] = [],
  ): Promise<void> {
    await this.#link(owner, file, [
      '-Wl,-e,start',
      '-Wl,--dynamic-linker,/lib64/ld-test.so',
      ...flags,
      ...needs,
    ]);
  }

  async text(owner: string, file: string, text = file): Promise<void> {
    await mkdir(dirname(this.path(owner, file)), { recursive: true });
    await writeFile(this.path(owner, file), text);
  }

  async link(owner: string, file: string, target: string): Promise<void> {
    await mkdir(dirname(this.path(owner, file)), { recursive: true });
    await symlink(target, this.path(owner, file));
  }

  record(name: string, ...depends: string[]): void {
    // As in Ubuntu 24.04: what others call libb1 is a package of another name.
    const provides = name === 'libb1t64' ? ['libb1'] : [];
    this.#records.set(name, { name, version: '1', sha256: name, depends, provides });
  }

  packages(): Packages {
    return new Packages(this.#records, async ({ name }) => {
      this.unpacked.push(name);
      await mkdir(this.path(name, ''), { recursive: true });
      return await filesOf(this.path(name, ''), `${this.path(name, '')}.kept`);
    });
  }

  async #link(owner: string, file: string, flags: readonly string[]): Promise<void> {
    const output = this.path(owner, file);
    await mkdir(dirname(output), { recursive: true });
    const args = ['-nostdlib', '-fPIC', '-Wl,--no-as-needed', '-x', 'c', '-', '-x', 'none', '-o', output];
    await execa('gcc', [...args, ...flags], { input: 'void start(void) {}' });
  }
}

async function inFixture(test: (fixture: Fixture) => Promise<void>): Promise<void> {
  await inTemp(async (dir) => {
    const fixture = new Fixture(dir);
    await fixture.library('libb1t64', `${OLD_LIBRARIES}/libb.so.1`, 'libb.so.1');
    const libb = fixture.path('libb1t64', `${OLD_LIBRARIES}/libb.so.1`);
    await fixture.library('liba2', `${LIBRARIES}/liba.so.2.0`, 'liba.so.2', [libb]);
    await fixture.link('liba2', `${LIBRARIES}/liba.so.2`, 'liba.so.2.0');
    await fixture.text('liba2', 'usr/share/doc/liba2/changelog');
    await fixture.text('libc', 'lib64/ld-test.so');
    const liba = fixture.path('liba2', `${LIBRARIES}/liba.so.2.0`);
    await fixture.program('app', 'usr/bin/app', [liba]);
    fixture.record('app', 'zebra', 'libother', 'libc', 'liba2');
    // Only the old name is asked for, as in Ubuntu 24.04.
    fixture.record('liba2', 'libc', 'libb1');
    for (const name of ['libb1t64', 'libc', 'zebra', 'libother']) fixture.record(name);
    await test(fixture);
  });
}

const paths = (tree: Tree): string[] =>
  tree.entries().flatMap(({ kind, path }) => (kind === 'directory' ? [] : [path]));

describe('closure of a program', function () {
  this.timeout(60_000);

  it('is its libraries, their links and the dynamic linker, nothing else', () =>
    inFixture(async (fixture) => {
      const tree = new Tree();
      const packages = fixture.packages();
      await addWithNeeds('/usr/bin/app', { tree, packages, roots: ['app'] });
      assert.deepEqual(paths(tree), [
        'bin',
        'lib',
        'lib64',
        'usr/bin/app',
        `${LIBRARIES}/liba.so.2`,
        `${LIBRARIES}/liba.so.2.0`,
        `${LIBRARIES}/libb.so.1`,
        'usr/lib64/ld-test.so',
      ]);
      assert.deepEqual(
        packages.used().map(({ name }) => name),
        ['app', 'liba2', 'libb1t64', 'libc'],
      );
      assert.ok(!fixture.unpacked.includes('zebra'), 'a package that cannot have it is not downloaded');
    }));

  it('of a folder has its files from all packages, their libraries, and links as they are', () =>
    inFixture(async (fixture) => {
      await fixture.text('app', 'usr/share/app/deep/text');
      await fixture.text('zebra', 'usr/share/app/other');
      await fixture.link('zebra', 'usr/share/app/link', '/nowhere');
      const liba = fixture.path('liba2', `${LIBRARIES}/liba.so.2.0`);
      await fixture.program('app', 'usr/share/app/program', [liba]);
      const tree = new Tree();
      const options = { tree, packages: fixture.packages(), roots: ['app', 'zebra'] };
      await addFolder('/srv', '/usr/share/app', options);
      const found = paths(tree).filter((path) => !/^(lib|lib64)$/.test(path));
      assert.deepEqual(found, [
        'srv/deep/text',
        'srv/link',
        'srv/other',
        'srv/program',
        `${LIBRARIES}/liba.so.2`,
        `${LIBRARIES}/liba.so.2.0`,
        `${LIBRARIES}/libb.so.1`,
        'usr/lib64/ld-test.so',
      ]);
      await failsWith(addFolder('/srv', '/usr/share/none', options), 'ROOTFS_FILE_MISSING', EXIT.usage);
    }));

  it('follows a run path with $ORIGIN, and prefers it', () =>
    inFixture(async (fixture) => {
      const own = 'opt/app/lib/libb.so.1';
      await fixture.library('app', own, 'libb.so.1');
      const flags = ['-Wl,-rpath,$ORIGIN/lib'];
      await fixture.program('app', 'opt/app/app', [fixture.path('app', own)], flags);
      const tree = new Tree();
      await addWithNeeds('/opt/app/app', { tree, packages: fixture.packages(), roots: ['app'] });
      assert.deepEqual(paths(tree), ['lib64', 'opt/app/app', own, 'usr/lib64/ld-test.so']);
    }));

  it('is taken of programs from elsewhere too', () =>
    inFixture(async (fixture) => {
      const tree = new Tree();
      const packages = fixture.packages();
      const options = { tree, packages, roots: ['app'] };
      const { data } = await packageFile('/bin/app', options);
      await addProgram('/mine', { mode: 0o755, data }, options);
      assert.ok(tree.has('/lib/x86_64-linux-gnu/libb.so.1') && !tree.has('/usr/bin/app'));
    }));

  it('does without a library that the app has elsewhere', () =>
    inFixture(async (fixture) => {
      const hidden = fixture.path('hidden', 'srv/libhidden.so');
      await fixture.library('hidden', 'srv/libhidden.so', 'libhidden.so');
      await fixture.program('app', 'usr/bin/needy', [hidden]);
      const tree = new Tree();
      const options = { tree, packages: fixture.packages(), roots: ['app'] };
      await failsWith(addWithNeeds('/usr/bin/needy', options), 'ROOTFS_LIBRARY_MISSING', EXIT.usage);
      const other = new Tree();
      other.add('/srv/libhidden.so', { kind: 'file', mode: 0o644, data: Buffer.from('') });
      await addWithNeeds('/usr/bin/needy', { ...options, tree: other });
      assert.ok(other.has('/usr/bin/needy'));
    }));

  it('names what is missing', () =>
    inFixture(async (fixture) => {
      const options = { tree: new Tree(), packages: fixture.packages(), roots: ['app'] };
      await failsWith(
        addWithNeeds('/usr/bin/none', options),
        'ROOTFS_FILE_MISSING',
        EXIT.usage,
        /none is in none of/,
      );
      fixture.record('liba2', 'libc');
      await failsWith(
        addWithNeeds('/usr/bin/app', options),
        'ROOTFS_LIBRARY_MISSING',
        EXIT.usage,
        /libb\.so\.1, which \/usr\/.*liba\.so\.2\.0 needs, is neither in package liba2/,
      );
    }));

  it("never takes the host's own files through a link of a package", () =>
    inFixture(async (fixture) => {
      await fixture.link('app', 'usr/host', '/etc');
      const options = { tree: new Tree(), packages: fixture.packages(), roots: ['app'] };
      await failsWith(addWithNeeds('/usr/host/hostname', options), 'ROOTFS_FILE_MISSING', EXIT.usage);
    }));
});

describe('ELF reader', () => {
  it('leaves other files alone', () => {
    for (const bytes of ['', '#!/bin/sh\n', '\x7fELF', `\x7fELF\x01${'\0'.repeat(80)}`]) {
      assert.equal(readDynamics(Buffer.from(bytes, 'latin1')), undefined);
    }
  });
});

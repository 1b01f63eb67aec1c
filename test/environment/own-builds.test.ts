// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { artifactOf } from '../../harness/core/artifact.js';
import { EXIT } from '../../harness/core/errors.js';
import { createEnvironment } from '../../harness/environment/environment.js';
import { failsWith } from '../support/errors.js';
import { writeFiles } from '../support/project.js';
import { inPlainTemp, withCache } from '../support/temp.js';

/** Configures like a kernel whose only options are A, B and M, and has nothing to compile. */
const MAKEFILE = `VERSION = 6
PATCHLEVEL = 99
allnoconfig:
	@cp "$$KCONFIG_ALLCONFIG" "$(O)/.config"
olddefconfig:
	@sed -E '/CONFIG_(A|B|M)[= ]/!d' "$(O)/.config" > "$(O)/.new"; mv "$(O)/.new" "$(O)/.config"
vmlinux:
	@cp /bin/true "$(O)/vmlinux"
bzImage:
	@mkdir -p "$(O)/arch/x86/boot"
	@cp init/main.c "$(O)/arch/x86/boot/bzImage"
`;
const KCONFIG = ['A', 'B', 'M'].map((name) => `config ${name}\n\ttristate\n`).join('');
const FILES = {
  'lupine-bench.yaml': `systems:
  whole: { config: whole.config, source: linux, fragments: [more.config] }
  packed: { config: whole.config, source: linux.tar }
  empty: { config: empty.config, source: linux }
  refused: { config: whole.config, source: linux, fragments: [other.config] }
`,
  'whole.config': '# CONFIG_B is not set\nCONFIG_A=y\nCONFIG_M=m\nCONFIG_GONE=y\nCONFIG_CC_HAS_X=y\n',
  'more.config': 'CONFIG_B=y\n',
  'other.config': 'CONFIG_C=y\n',
  'empty.config': '# nothing\n',
  'linux/Makefile': MAKEFILE,
  'linux/Kconfig': KCONFIG,
  'linux/init/main.c': 'first\n',
};

/** What is built of a system of this project, and what the user is told meanwhile. */
async function build(dir: string, name: string) {
  const notes: string[] = [];
  const progress = {
    step: () => undefined,
    ratio: () => undefined,
    end: () => undefined,
    note: (text: string) => void notes.push(text),
  };
  const environment = await createEnvironment({ folder: dir, monitors: [], hosts: [] });
  const { signal } = new AbortController();
  const made = environment.images({ clock: 'deterministic', progress, signal });
  try {
    await made.begin([name]);
    const { artifacts, source, inputs } = await made.system(name);
    const text = (role: 'config' | 'kernel-compressed') => readFile(artifactOf(artifacts, role).path, 'utf8');
    return {
      notes,
      source,
      inputs,
      config: await text('config'),
      built: await text('kernel-compressed'),
      made,
    };
  } finally {
    made.stop();
  }
}

describe('building a system of a project', function () {
  this.timeout(120_000);
  const inOwn = (test: (dir: string) => Promise<void>): Promise<void> =>
    inPlainTemp((dir) =>
      withCache(join(dir, 'cache'), async () => {
        await writeFiles(join(dir, 'project'), FILES);
        await test(join(dir, 'project'));
      }),
    );

  it('begins with its whole configuration and says what the kernel does not get of it', () =>
    inOwn(async (dir) => {
      const { config, notes, source, made } = await build(dir, 'whole');
      assert.equal(config, '# CONFIG_B is not set\nCONFIG_A=y\nCONFIG_M=m\nCONFIG_B=y\n');
      assert.equal(notes.length, 2);
      assert.match(notes[0] ?? '', /whole\.config: the kernel does not get .*: GONE$/);
      assert.match(notes[1] ?? '', /no guest loads modules.*: M$/);
      assert.equal(source?.version, 'Linux 6.99 of linux');
      assert.equal(source.known, false);
      assert.equal(await made.source(['whole']), undefined, "the run's source is not needed");
    }));
  it('follows its tree: an edit gives another kernel, the same files the same', () =>
    inOwn(async (dir) => {
      const first = await build(dir, 'whole');
      await writeFile(join(dir, 'linux/init/main.c'), 'second\n');
      const second = await build(dir, 'whole');
      assert.deepEqual([first.built, second.built], ['first\n', 'second\n']);
      await writeFile(join(dir, 'linux/init/main.c'), 'first\n');
      const third = await build(dir, 'whole');
      assert.equal(third.inputs, first.inputs);
      assert.deepEqual(third.notes, [], 'nothing was built');
    }));
  it('follows its configuration, byte for byte', () =>
    inOwn(async (dir) => {
      const first = await build(dir, 'whole');
      await writeFile(join(dir, 'whole.config'), `${FILES['whole.config']}# more\n`);
      assert.notEqual((await build(dir, 'whole')).inputs, first.inputs);
    }));
  it('takes a tarball', () =>
    inOwn(async (dir) => {
      await execa('tar', ['-cf', join(dir, 'linux.tar'), '-C', dir, 'linux']);
      const { built, source } = await build(dir, 'packed');
      assert.equal(built, 'first\n');
      assert.equal(source?.version, 'unlisted linux.tar');
    }));
  it('refuses a configuration without options, and a fragment that the tree does not take', () =>
    inOwn(async (dir) => {
      await failsWith(build(dir, 'empty'), 'CONFIG_FILE', EXIT.usage, /empty\.config/);
      await failsWith(
        build(dir, 'refused'),
        'OPTION_REFUSED',
        EXIT.usage,
        /other\.config:1: CONFIG_C does not exist/,
      );
    }));
  it('names the source that is not there by file, line and key', () =>
    inOwn((dir) =>
      failsWith(
        build(dir, 'packed'),
        'FILE_MISSING',
        EXIT.usage,
        /lupine-bench\.yaml:3:\d+: "systems\.packed\.source": .*linux\.tar/,
      ),
    ));
});

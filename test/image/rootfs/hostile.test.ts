// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { appsIn } from '../../../harness/app/load.js';
import { EXIT } from '../../../harness/core/errors.js';
import { writeExt2 } from '../../../harness/image/rootfs/ext2.js';
import { type NamedEntry, Tree } from '../../../harness/image/rootfs/tree.js';
import { failsWith } from '../../support/errors.js';
import { readExt2 } from '../../support/ext2-reader.js';
import { inTemp } from '../../support/temp.js';

const file = (path: string): NamedEntry => ({ path, kind: 'file', mode: 0o644, data: Buffer.from('x') });
const link = (path: string, target: string): NamedEntry => ({ path, kind: 'symlink', target });

/** Fills a line of a tool that reads its commands from a file up to where that tool cuts lines, and begins another command. */
const cutLine = (victim: string): NamedEntry => link('"'.repeat(200), `${'"'.repeat(3889)}a!id>${victim} #`);

/** Names and targets with which a container image or a package would give a tool that is run by a script a command of its own. */
const ATTACKS: readonly [string, (victim: string) => NamedEntry][] = [
  ['a newline in a name', (victim) => file(`x\ndump /etc/x ${victim}\n`)],
  ['a newline in a target', (victim) => link('link', `x"\nwrite /etc/shadow ${victim}\n"`)],
  ['a carriage return in a target', (victim) => link('link', `x\rdump /etc/x ${victim}`)],
  ['an escape sequence in a name', () => file('\x1b[2Jx')],
  ['a NUL in a target', () => link('link', 'x\0y')],
];

/** What is strange and yet a name. */
const STRANGE: readonly [string, (victim: string) => NamedEntry][] = [
  ['the number of an inode as a name', () => file('<2>')],
  ['a comment as a name', () => file('#x')],
  ['an option as a name', () => file('-f')],
  ['a shell command as a name', () => file('!touch x')],
  ['a line that is longer than tools read', cutLine],
  ['quotes, spaces and backslashes', () => link('a "b" c', '\\"\\ ""')],
  ['other languages', () => link('\u00fc\u{1f427}\u202e', '\u00e4 "\u00f6"')],
];

describe('a root image of strangers', () => {
  for (const [what, attack] of ATTACKS) {
    it(`is refused with ${what}, and has a name at most`, () =>
      inTemp(async (dir) => {
        const [victim, image] = [join(dir, 'victim'), join(dir, 'root')];
        const entry = attack(victim);
        await failsWith(() => new Tree([entry]), 'ROOTFS_NAME', EXIT.usage, /^[\x20-\x7e]+$/);
        await writeExt2([entry], image).catch(() => undefined);
        assert.ok((await readdir(dir)).every((name) => name === 'root'));
      }));
  }
  for (const [what, attack] of STRANGE) {
    it(`has ${what} exactly as it is`, () =>
      inTemp(async (dir) => {
        const image = join(dir, 'root');
        const entries = new Tree([attack(join(dir, 'victim'))]).entries();
        await writeExt2(entries, image);
        assert.deepEqual(readExt2(await readFile(image)), entries);
        assert.deepEqual(await readdir(dir), ['root']);
      }));
  }
  for (const path of ['..', 'a/../b', 'a//b', './a', '/etc/passwd', '', `${'d/'.repeat(2050)}x`, '\ud800']) {
    it(`is refused with the path ${JSON.stringify(path.slice(0, 20))} of ${path.length} characters`, () =>
      failsWith(() => new Tree([file(path)]), 'ROOTFS_NAME', EXIT.usage, /^[\x20-\x7e]+$/));
  }
  for (const [what, entries] of [
    ['a name twice', [file('a'), file('a')]],
    ['a folder upwards', [file('..')]],
    ['a file below a file', [file('a'), file('a/b')]],
    ['a file in no folder', [file('a/b')]],
    ['a name with a zero byte', [file('a\0b')]],
  ] as const) {
    it(`is not written with ${what}`, () =>
      inTemp((dir) => failsWith(writeExt2(entries, join(dir, 'root')), 'EXT2_NAME', EXIT.usage)));
  }
  it('is refused with a target of a link that a package brings', () =>
    failsWith(
      () => {
        new Tree().add('/usr/lib/x', { kind: 'symlink', target: 'a\nb' });
      },
      'ROOTFS_NAME',
      EXIT.usage,
    ));
  it('is refused with names longer than a file system takes, and links to nothing', async () => {
    for (const entry of [file('x'.repeat(256)), link('a', 'y'.repeat(4096)), link('b', '')])
      await failsWith(() => new Tree([entry]), 'ROOTFS_NAME', EXIT.usage);
  });
});

describe('an app of strangers', () => {
  for (const [what, line] of [
    ['an option of apt as a package', 'packages: ["-oAPT::Update::Pre-Invoke::=id"]'],
    ['a package with a newline', 'packages: ["redis\\nx"]'],
    ['a package as a path', 'packages: ["./evil.deb"]'],
    ['an option as the version of a package', 'packages: ["redis=-oX=y"]'],
    ['a component that leads to another folder', 'components: ["/../../x"]'],
    ['a component that trusts a source', 'components: ["main\\nTrusted: yes"]'],
  ] as const) {
    it(`is refused with ${what}`, () =>
      inTemp(async (dir) => {
        await mkdir(join(dir, 'evil'));
        const text = `name: evil\ntitle: Evil\n${line}\ncommand: [/x]\nnetwork: none\nready: { exit: 0 }\nchecks: []\n`;
        await writeFile(join(dir, 'evil', 'app.yaml'), text);
        await failsWith(
          appsIn([{ dir, within: dir, own: true }]).load('evil'),
          'YAML_INVALID',
          EXIT.usage,
          /app\.yaml:3:\d+: /,
        );
      }));
  }
});

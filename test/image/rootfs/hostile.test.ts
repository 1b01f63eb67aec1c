// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { access, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { appsIn } from '../../../harness/app/load.js';
import { EXIT } from '../../../harness/core/errors.js';
import { writeExt2 } from '../../../harness/image/rootfs/ext2.js';
import { ext2Script } from '../../../harness/image/rootfs/ext2-script.js';
import { type NamedEntry, Tree } from '../../../harness/image/rootfs/tree.js';
import { failsWith } from '../../support/errors.js';
import { inTemp } from '../../support/temp.js';

const file = (path: string): NamedEntry => ({ path, kind: 'file', mode: 0o644, data: Buffer.from('x') });
const link = (path: string, target: string): NamedEntry => ({ path, kind: 'symlink', target });

/** Names and targets with which a container image or a package would give debugfs a command of its own. */
const attacks = (victim: string): [string, NamedEntry][] => [
  ['a newline in a name', file(`etc/x\ndump /etc/x ${victim}\n`)],
  ['a newline in a folder', file(`a\nrdump / ${victim}\nb/x`)],
  ['a newline in a target', link('etc/link', `x"\nwrite /etc/shadow ${victim}\n"`)],
  ['a carriage return in a target', link('etc/link', `x\rdump /etc/x ${victim}`)],
  ['an escape sequence in a name', file('etc/\x1b[2Jx')],
  ['a NUL in a target', link('etc/link', 'x\0y')],
];

describe('a root image of strangers', () => {
  for (const [what] of attacks('')) {
    it(`is refused with ${what}, in a tree and again before debugfs sees it`, () =>
      inTemp(async (dir) => {
        const victim = join(dir, 'victim');
        const entry = attacks(victim).find(([name]) => name === what)?.[1];
        assert.ok(entry !== undefined);
        await failsWith(() => new Tree([entry]), 'ROOTFS_NAME', EXIT.usage, /^[\x20-\x7e]+$/);
        await failsWith(() => ext2Script([entry], () => '/x'), 'EXT2_NAME', EXIT.usage, /^[\x20-\x7e]+$/);
        await failsWith(writeExt2([entry], join(dir, 'root'), { workDir: dir }), 'EXT2_NAME', EXIT.usage);
        await assert.rejects(access(victim));
      }));
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
    for (const entry of [file('x'.repeat(256)), link('etc/a', 'y'.repeat(4096)), link('etc/b', '')])
      await failsWith(() => new Tree([entry]), 'ROOTFS_NAME', EXIT.usage);
  });
  it('may have spaces, quotes and other languages in its names', () => {
    const entries = [file('etc/a "b" c'), link('etc/ü', 'ä "ö"')];
    assert.equal(new Tree(entries).entries().length, 2);
    assert.match(
      ext2Script(entries, () => '/x'),
      /write \/x "a ""b"" c"/,
    );
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

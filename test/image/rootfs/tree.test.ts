// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { EXIT } from '../../../harness/core/errors.js';
import { Tree, canonical } from '../../../harness/image/rootfs/tree.js';
import { failsWith } from '../../support/errors.js';

const file = (text: string, mode = 0o644): { kind: 'file'; mode: number; data: Buffer } => ({
  kind: 'file',
  mode,
  data: Buffer.from(text),
});

describe('tree', () => {
  it('has the directories above each entry, before it', () => {
    const tree = new Tree();
    tree.add('/b/c/d', file(''));
    tree.add('/b.x', file(''));
    tree.addDirectory('/a', 0o1777);
    const paths = tree.entries().map((entry) => entry.path);
    assert.deepEqual(paths, ['a', 'b', 'b.x', 'b/c', 'b/c/d']);
  });

  it('keeps libraries and programs under /usr, with links at the top', () => {
    const tree = new Tree();
    tree.add('/lib/x/a.so', file('a'));
    tree.add('/usr/lib/x/a.so', file('a'));
    tree.add('/sbin/p', file('p'));
    assert.deepEqual(
      tree.entries().map((entry) => [entry.path, entry.kind === 'symlink' ? entry.target : entry.kind]),
      [
        ['lib', 'usr/lib'],
        ['sbin', 'usr/sbin'],
        ['usr', 'directory'],
        ['usr/lib', 'directory'],
        ['usr/lib/x', 'directory'],
        ['usr/lib/x/a.so', 'file'],
        ['usr/sbin', 'directory'],
        ['usr/sbin/p', 'file'],
      ],
    );
    assert.ok(tree.has('/lib/x/a.so'));
  });

  it('takes the same file twice but not two files at one path', async () => {
    const tree = new Tree();
    tree.add('/a', file('1'));
    tree.add('/a', file('1'));
    await failsWith(() => tree.add('/a', file('2')), 'ROOTFS_CONFLICT', EXIT.usage, /^\/a is given twice/);
    await failsWith(() => tree.add('/a', file('1', 0o755)), 'ROOTFS_CONFLICT', EXIT.usage);
  });

  it('is described by every byte, mode and link in it', () => {
    const describe = (change: (tree: Tree) => void): string => {
      const tree = new Tree();
      tree.add('/a', file('1'));
      change(tree);
      return JSON.stringify(tree.description());
    };
    const changes: ((tree: Tree) => void)[] = [
      () => undefined,
      (tree) => tree.add('/b', file('1')),
      (tree) => tree.add('/b', file('2')),
      (tree) => tree.add('/b', file('2', 0o600)),
      (tree) => tree.add('/b', { kind: 'symlink', target: 'a' }),
      (tree) => tree.addDirectory('/b'),
      (tree) => tree.addDirectory('/b', 0o700),
    ];
    assert.equal(new Set(changes.map(describe)).size, changes.length);
  });

  it('has canonical paths only', async () => {
    assert.equal(canonical('//etc/./x/'), 'etc/x');
    assert.equal(canonical('/bin'), 'bin');
    for (const path of ['', '/', 'a', '/a/../b', '/a\nb', '/a\0']) {
      await failsWith(() => canonical(path), 'ROOTFS_PATH', EXIT.usage);
    }
  });
});

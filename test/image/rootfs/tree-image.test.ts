// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { EXIT } from '../../../harness/core/errors.js';
import { type NamedEntry, Tree } from '../../../harness/image/rootfs/tree.js';
import { failsWith } from '../../support/errors.js';

const file = (text: string): { kind: 'file'; mode: number; data: Buffer } => ({
  kind: 'file',
  mode: 0o644,
  data: Buffer.from(text),
});
const IMAGE: NamedEntry[] = [
  { path: 'bin', kind: 'directory', mode: 0o755 },
  { path: 'bin/sh', kind: 'symlink', target: 'busybox' },
  { path: 'etc', kind: 'directory', mode: 0o755 },
  { path: 'etc/conf', ...file('the image') },
  { path: 'lib', kind: 'symlink', target: 'usr/lib' },
  { path: 'run', kind: 'directory', mode: 0o755 },
  { path: 'usr', kind: 'directory', mode: 0o755 },
  { path: 'usr/lib', kind: 'directory', mode: 0o755 },
  { path: 'var', kind: 'directory', mode: 0o755 },
  { path: 'var/run', kind: 'symlink', target: '/run' },
];
const found = (tree: Tree, path: string): string | number | undefined => {
  const entry = tree.entries().find((known) => known.path === path);
  if (entry?.kind === 'file') return entry.data.toString();
  return entry?.kind === 'symlink' ? entry.target : entry?.mode;
};

describe('tree on a container image', () => {
  it('keeps the layout of the image and follows its links', () => {
    const tree = new Tree(IMAGE);
    assert.deepEqual(tree.entries(), IMAGE);
    tree.add('/bin/tool', file('t'));
    tree.add('/lib/x.so', file('x'));
    tree.add('/var/run/pid', file('1'));
    assert.deepEqual(
      ['bin/tool', 'usr/lib/x.so', 'run/pid', 'var/run', 'lib'].map((path) => found(tree, path)),
      ['t', 'x', '1', '/run', 'usr/lib'],
    );
    assert.ok(tree.has('/var/run/pid') && tree.has('/bin/sh') && !tree.has('/usr/bin/sh'));
  });

  it('lets the app replace a file of the image once, and set the mode of a folder', async () => {
    const tree = new Tree(IMAGE);
    tree.add('/etc/conf', file('the app'));
    tree.add('/bin/sh', file('a shell'));
    await failsWith(() => tree.add('/etc/conf', file('again')), 'ROOTFS_CONFLICT', EXIT.usage);
    await failsWith(() => tree.add('/etc', file('no folder')), 'ROOTFS_CONFLICT', EXIT.usage);
    tree.addDirectory('/etc');
    tree.addDirectory('/var/run', 0o1777);
    tree.addDirectory('/var/run');
    assert.deepEqual(
      ['etc/conf', 'bin/sh', 'etc', 'run', 'var/run'].map((path) => found(tree, path)),
      ['the app', 'a shell', 0o755, 0o1777, '/run'],
    );
  });
});

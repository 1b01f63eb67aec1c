// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { cpioParts } from '../../../harness/image/rootfs/cpio.js';
import { Tree } from '../../../harness/image/rootfs/tree.js';
import { type CpioEntry, readCpio } from '../../support/cpio-reader.js';

describe('cpio archive', () => {
  const tree = new Tree();
  tree.add('/etc/file', { kind: 'file', mode: 0o640, data: Buffer.from('12345') });
  tree.add('/etc/ä b', { kind: 'file', mode: 0o755, data: Buffer.alloc(0) });
  tree.add('/link', { kind: 'symlink', target: 'etc/file' });
  tree.addDirectory('/tmp', 0o1777);
  const archive = Buffer.concat([...cpioParts(tree.entries())]);

  it('has every entry, owned by root and without a time', () => {
    const none = [0, 0, 0, 0, 0, 0, 0, 0];
    const entry = (name: string, inode: number, mode: number, data = ''): CpioEntry => ({
      name,
      inode,
      mode,
      links: (mode & 0o170000) === 0o040000 ? 2 : 1,
      size: data.length,
      data,
      others: none,
    });
    assert.deepEqual(readCpio(archive), [
      entry('etc', 1, 0o040755),
      entry('etc/file', 2, 0o100640, '12345'),
      entry('etc/ä b', 3, 0o100755),
      entry('link', 4, 0o120777, 'etc/file'),
      entry('tmp', 5, 0o041777),
    ]);
  });

  it('is a whole number of blocks, and the same each time', () => {
    assert.equal(archive.length % 512, 0);
    assert.deepEqual(Buffer.concat([...cpioParts(tree.entries())]), archive);
  });
});

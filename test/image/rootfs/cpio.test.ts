// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { cpioParts } from '../../../harness/image/rootfs/cpio.js';
import { Tree } from '../../../harness/image/rootfs/tree.js';

interface Entry {
  name: string;
  inode: number;
  mode: number;
  links: number;
  size: number;
  data: string;
  others: number[];
}

/** Reads an archive by the format's description, independently of the writer. */
function readCpio(archive: Buffer): Entry[] {
  const entries: Entry[] = [];
  for (let at = 0; ;) {
    assert.equal(archive.toString('latin1', at, at + 6), '070701', `magic at ${at}`);
    const text = archive.toString('latin1', at + 6, at + 110);
    assert.match(text, /^[0-9A-F]{104}$/);
    const fields = Array.from({ length: 13 }, (_, n) => Number.parseInt(text.slice(n * 8, n * 8 + 8), 16));
    const [inode = 0, mode = 0, uid = 0, gid = 0, links = 0, mtime = 0, size = 0, ...rest] = fields;
    const [nameSize = 0, check = 0] = rest.slice(4);
    const name = archive.toString('utf8', at + 110, at + 110 + nameSize - 1);
    const start = align(at + 110 + nameSize);
    const data = archive.toString('latin1', start, start + size);
    if (name === 'TRAILER!!!') return entries;
    entries.push({
      name,
      inode,
      mode,
      links,
      size,
      data,
      others: [uid, gid, mtime, ...rest.slice(0, 4), check],
    });
    at = align(start + size);
  }
}

const align = (offset: number): number => Math.ceil(offset / 4) * 4;

describe('cpio archive', () => {
  const tree = new Tree();
  tree.add('/etc/file', { kind: 'file', mode: 0o640, data: Buffer.from('12345') });
  tree.add('/etc/ä b', { kind: 'file', mode: 0o755, data: Buffer.alloc(0) });
  tree.add('/link', { kind: 'symlink', target: 'etc/file' });
  tree.addDirectory('/tmp', 0o1777);
  const archive = Buffer.concat([...cpioParts(tree.entries())]);

  it('has every entry, owned by root and without a time', () => {
    const none = [0, 0, 0, 0, 0, 0, 0, 0];
    const entry = (name: string, inode: number, mode: number, data = ''): Entry => ({
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

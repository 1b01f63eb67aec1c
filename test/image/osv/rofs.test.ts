// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { rofsDisk, rofsParts } from '../../../harness/image/osv/rofs.js';
import { type NamedEntry, Tree } from '../../../harness/image/rootfs/tree.js';
import { readRofs } from '../../support/rofs-reader.js';
import { sampleTree } from '../../support/sample-tree.js';

const imageOf = (entries: readonly NamedEntry[]): Buffer => Buffer.concat([...rofsParts(entries)]);

/** What is found again must be everything that was there, but for modes, which this file system has not. */
function agrees(entries: readonly NamedEntry[]): void {
  const found = readRofs(imageOf(entries));
  assert.deepEqual([...found.keys()].sort(), entries.map(({ path }) => path).sort());
  for (const entry of entries) {
    const read = found.get(entry.path);
    assert.equal(read?.kind, entry.kind, entry.path);
    if (entry.kind === 'file') assert.ok(read.kind === 'file' && read.data.equals(entry.data), entry.path);
    if (entry.kind === 'symlink') assert.ok(read.kind === 'symlink' && read.target === entry.target);
  }
}

describe('the read-only file system of OSv', () => {
  it('has every entry of a tree', () => {
    agrees(sampleTree().entries());
    agrees([]);
  });

  it('takes the longest names, many entries, names of more bytes than letters, and files of whole blocks', () => {
    const tree = new Tree();
    for (const size of [0, 1, 511, 512, 513, 1024])
      tree.add(`/sizes/${size}`, { kind: 'file', mode: 0o644, data: Buffer.alloc(size, 'x') });
    for (let count = 0; count < 2000; count++) tree.addDirectory(`/many/d${count}`);
    tree.add(`/${'ö'.repeat(127)}`, { kind: 'symlink', target: 'ü'.repeat(2000) });
    tree.add('/a.b/c', { kind: 'file', mode: 0o644, data: Buffer.from('c') });
    tree.add('/a/c', { kind: 'file', mode: 0o644, data: Buffer.from('other') });
    agrees(tree.entries());
  });

  it('takes a folder of more entries than a stack holds', () => {
    const data = Buffer.alloc(0);
    const many = Array.from({ length: 200_000 }, (_, at): NamedEntry => ({
      path: `d/${at}`,
      kind: 'file',
      mode: 0o644,
      data,
    }));
    assert.ok(imageOf([{ path: 'd', kind: 'directory', mode: 0o755 }, ...many]).length > many.length * 32);
  });

  it('is the same bytes each time', () => {
    assert.deepEqual(imageOf(sampleTree().entries()), imageOf(sampleTree().entries()));
  });

  it('is the second partition of a disk', () => {
    const entries = sampleTree().entries();
    const disk = Buffer.concat([...rofsDisk(entries)]);
    const image = imageOf(entries);
    assert.ok(disk.subarray(512).equals(image));
    assert.deepEqual([...disk.subarray(510, 512)], [0x55, 0xaa]);
    const slots = [0, 1, 2, 3].map((slot) => disk.subarray(0x1be + slot * 16, 0x1ce + slot * 16));
    assert.deepEqual(
      slots.map((slot) => slot.every((byte) => byte === 0)),
      [true, false, true, true],
    );
    const second = slots[1] ?? Buffer.alloc(0);
    assert.equal(second.readUInt32LE(8), 1);
    assert.equal(second.readUInt32LE(12) * 512, image.length);
    assert.ok(
      second[4] !== 0 && ((second[2] ?? 0) & 63) !== 0,
      'a type and a starting sector, or OSv passes over it',
    );
  });
});

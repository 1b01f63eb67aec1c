// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { BenchError } from '../../../harness/core/errors.js';
import { bootfsBlob } from '../../../harness/image/osv/bootfs.js';
import { fillSlot, findSlot } from '../../../harness/image/osv/slot.js';
import { Tree } from '../../../harness/image/rootfs/tree.js';
import { damagedBytes } from '../../support/arbitraries.js';
import { failsWith } from '../../support/errors.js';
import { kernelWith, placeholder } from '../../support/osv-kernel.js';
import { readBootfs } from '../../support/rofs-reader.js';
import { sampleTree } from '../../support/sample-tree.js';

const SIZE = 65_536;
const kernel = kernelWith(placeholder(SIZE));

describe('the RAM file system in a kernel of OSv', () => {
  it('has every entry of a tree', () => {
    const entries = sampleTree()
      .entries()
      .filter(({ path }) => path !== 'etc/long');
    const found = readBootfs(bootfsBlob(entries));
    assert.deepEqual([...found.keys()].sort(), entries.map(({ path }) => path).sort());
    for (const entry of entries) {
      const read = found.get(entry.path);
      assert.equal(read?.kind, entry.kind, entry.path);
      if (entry.kind === 'file') assert.ok(read.kind === 'file' && read.data.equals(entry.data), entry.path);
      if (entry.kind === 'symlink') assert.ok(read.kind === 'symlink' && read.target === entry.target);
    }
  });

  it('takes paths of 110 bytes and no longer one', async () => {
    const blob = (path: string): Buffer => {
      const tree = new Tree();
      tree.add(path, { kind: 'file', mode: 0o644, data: Buffer.from('1') });
      return bootfsBlob(tree.entries());
    };
    const longest = `/${'a'.repeat(109)}`;
    assert.ok(readBootfs(blob(longest)).has(longest.slice(1)));
    await failsWith(() => blob(`${longest}a`), 'OSV_PATH', 2, /has 111 bytes.*at most 110/);
    await failsWith(() => blob(`/${'ö'.repeat(55)}`), 'OSV_PATH', 2);
  });

  it('goes into the slot of a kernel, of which no other byte changes', () => {
    const blob = bootfsBlob([{ path: 'hello', kind: 'file', mode: 0o755, data: Buffer.from('program') }]);
    const filled = fillSlot(kernel, blob, 'kernel');
    const { offset, size } = findSlot(kernel, 'kernel');
    assert.equal(size, SIZE);
    assert.equal(filled.length, kernel.length);
    assert.ok(filled.subarray(offset, offset + blob.length).equals(blob));
    assert.ok(filled.subarray(offset + blob.length, offset + size).every((byte) => byte === 0));
    assert.ok(filled.subarray(0, offset).equals(kernel.subarray(0, offset)));
    assert.ok(filled.subarray(offset + size).equals(kernel.subarray(offset + size)));
  });

  it('fits to the last byte, and one more is refused with both sizes', async () => {
    assert.equal(fillSlot(kernel, Buffer.alloc(SIZE, 1), 'kernel').length, kernel.length);
    const more = (): Buffer => fillSlot(kernel, Buffer.alloc(SIZE + 1), 'kernel');
    await failsWith(more, 'OSV_SLOT_FULL', 3, /65537 bytes.*65536/);
  });
});

describe('a kernel for OSv', () => {
  it('without a slot, with two, or with one that is filled already is refused', async () => {
    const find = (bytes: Buffer) => () => findSlot(bytes, 'kernel');
    await failsWith(find(kernelWith(Buffer.alloc(SIZE))), 'OSV_NO_SLOT', 3, /has none/);
    await failsWith(find(kernelWith(placeholder(512), placeholder(512))), 'OSV_NO_SLOT', 3, /has 2 of them/);
    await failsWith(find(fillSlot(kernel, Buffer.alloc(9), 'kernel')), 'OSV_NO_SLOT', 3);
    await failsWith(find(kernelWith(placeholder(SIZE, 'something else'))), 'OSV_NO_SLOT', 3);
    await failsWith(find(kernelWith(Buffer.from('/lupine-bench.slot\0'))), 'OSV_NO_SLOT', 3);
  });

  it('whose slot says that it is larger than what is loaded is refused', async () => {
    const liar = placeholder(SIZE);
    for (const size of [BigInt(SIZE + 8192), 1n << 60n]) {
      liar.writeBigUInt64LE(size, 0);
      await failsWith(() => findSlot(kernelWith(liar), 'kernel'), 'OSV_NO_SLOT', 3, /not wholly loaded/);
    }
  });

  it('that is none, of another machine or cut off is refused', async () => {
    const refused = (bytes: Buffer): Promise<void> =>
      failsWith(() => findSlot(bytes, '\x1b[1mkernel'), 'OSV_KERNEL', 3, /^\\x1b\[1mkernel is no kernel/);
    await refused(Buffer.alloc(0));
    await refused(Buffer.from('#!/bin/sh\n'));
    const arm = Buffer.from(kernel);
    arm.writeUInt16LE(183, 18);
    await refused(arm);
    await refused(kernel.subarray(0, 100));
    await refused(kernel.subarray(0, 40_000));
  });

  it('never ends in another error, whatever bytes are changed', () => {
    fc.assert(
      fc.property(damagedBytes(kernelWith(placeholder(512))), (bytes) => {
        try {
          fillSlot(bytes, Buffer.alloc(300), 'kernel');
        } catch (error) {
          assert.ok(error instanceof BenchError, String(error));
        }
      }),
    );
  });
});

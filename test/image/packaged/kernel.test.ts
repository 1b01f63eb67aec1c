// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { EXIT } from '../../../harness/core/errors.js';
import { inLoadOrder } from '../../../harness/image/packaged/load-order.js';
import { diskNeeds } from '../../../harness/image/packaged/needs.js';
import { failsWith } from '../../support/errors.js';
import { OPTIONS, WHOLE, bzImage, configOf, kernelOf, moduleFile } from './fixture.js';

const MMIO = 'lib/modules/9-x/kernel/drivers/virtio/virtio_mmio.ko';

function without(...names: readonly string[]): Record<string, Buffer> {
  return Object.fromEntries(
    Object.entries(WHOLE).filter(([path]) => !names.some((name) => path.endsWith(name))),
  );
}

async function loaded(files: Readonly<Record<string, Buffer>>): Promise<string[]> {
  const { needs, modules } = await kernelOf(files);
  return (await inLoadOrder(needs.modules, modules)).map(({ name }) => name);
}

describe('the kernel of a package', () => {
  it('is that of the package which the named one stands for, and both are named', async () => {
    const kernel = await kernelOf(WHOLE);
    assert.equal(kernel.release, '9-x');
    assert.deepEqual(
      kernel.used().map(({ name, version }) => `${name} ${version}`),
      ['linux-image-9-x 9', 'linux-image-any 9'],
    );
  });
  it('has each module behind those that it needs, and what it may ask for where there is such a one', async () => {
    assert.deepEqual(await loaded(WHOLE), [
      ...['virtio_ring', 'virtio', 'virtio_mmio', 'virtio_blk'],
      ...['failover', 'net_failover', 'hash_generic', 'virtio_net'],
    ]);
  });
  it('may have modules in a package of their own, and packed', async () => {
    const { [MMIO]: plain = Buffer.alloc(0), ...rest } = WHOLE;
    const beside = { 'linux-modules-9-x': { [`${MMIO}.gz`]: gzipSync(plain) } };
    const { needs, modules, used } = await kernelOf(rest, beside);
    const order = await inLoadOrder(needs.modules, modules);
    assert.deepEqual(order.find(({ name }) => name === 'virtio_mmio')?.data, plain);
    assert.ok(used().some(({ name }) => name === 'linux-modules-9-x'));
  });
  it('loads a circle of modules once', async () => {
    const path = 'lib/modules/9-x/kernel/drivers/virtio/virtio-ring.ko';
    const order = await loaded({ ...WHOLE, [path]: moduleFile('depends=virtio') });
    assert.equal(new Set(order).size, order.length);
  });

  const { couldNotMeasure } = EXIT;
  const refused = (
    files: Readonly<Record<string, Buffer>>,
    message: RegExp,
    code = 'KERNEL_PACKAGE',
  ): Promise<void> => failsWith(loaded(files), code, couldNotMeasure, message);

  it('is refused without a vmlinuz', () =>
    refused(without('vmlinuz-9-x'), /kernel of mine .* linux-image-any: there is no \/boot\/vmlinuz-/));
  it('is refused without a configuration', () => refused(without('config-9-x'), /no configuration/));
  it('is refused when it is of another architecture', async () => {
    // An ARM kernel begins as a Windows program, a 32-bit one says that it is none for 64 bits.
    await refused({ ...WHOLE, 'boot/vmlinuz-9-x': Buffer.from('MZ'.padEnd(0x400)) }, /no bzImage for x86-64/);
    await refused({ ...WHOLE, 'boot/vmlinuz-9-x': bzImage(0) }, /no bzImage for x86-64/);
    await refused({ ...WHOLE, 'boot/vmlinuz-9-x': Buffer.alloc(10) }, /no bzImage for x86-64/);
  });
  it('is refused when it lacks a module, or one that a module needs', async () => {
    await refused(without('virtio_blk.ko'), /no module virtio_blk in it, which its configuration says/);
    await refused(without('/failover.ko'), /no module failover in it, on which net_failover depends/);
  });
  it('is refused when a module is of another architecture, or cut off', async () => {
    const arm = moduleFile();
    arm.writeUInt16LE(183, 18);
    await refused({ ...WHOLE, [MMIO]: arm }, /module virtio_mmio of linux-image-9-x/, 'ELF_DAMAGED');
    await refused({ ...WHOLE, [MMIO]: moduleFile().subarray(0, 70) }, /virtio_mmio/, 'ELF_DAMAGED');
  });
  it('is refused when it cannot have a disk', () =>
    refused(
      { ...WHOLE, 'boot/config-9-x': configOf({ ...OPTIONS, VIRTIO_BLK: 'n', ACPI: 'n' }) },
      /its configuration lacks ACPI, VIRTIO_BLK/,
    ));
});

describe('what a kernel needs for its disk', () => {
  it('is nothing where all of it is built in', () => {
    const all = {
      ...OPTIONS,
      VIRTIO_MMIO: 'y',
      VIRTIO_MMIO_CMDLINE_DEVICES: 'y',
      VIRTIO_BLK: 'y',
      VIRTIO_NET: 'y',
    };
    const needs = diskNeeds(configOf(all).toString());
    assert.deepEqual(needs, { modules: [], type: 'ext4', acpi: false, lacks: [] });
  });
  it('is a file system too where that is a module', () => {
    assert.deepEqual(diskNeeds(configOf({ ...OPTIONS, EXT4_FS: 'm' }).toString()).modules, [
      ...['virtio_mmio', 'virtio_blk', 'virtio_net', 'ext4'],
    ]);
    const { EXT4_FS: _, ...old } = OPTIONS;
    const needs = diskNeeds(configOf({ ...old, EXT2_FS: 'm' }).toString());
    assert.deepEqual([needs.type, needs.modules.at(-1)], ['ext2', 'ext2']);
  });
});

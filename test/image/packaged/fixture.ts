// SPDX-License-Identifier: Apache-2.0
import type { KeptFiles } from '../../../harness/image/archive/kept-files.js';
import type { PackageRecord } from '../../../harness/image/rootfs/apt-records.js';
import { type KernelFiles, findKernel } from '../../../harness/image/packaged/files.js';
import { buildElf } from '../../profile/elf-builder.js';

/** Files of packages by name and path. */
export type PackageContents = Readonly<Record<string, Readonly<Record<string, Buffer>>>>;

/** As much of a bzImage as tells it from other files; `flags` is what it says that it can be loaded as. */
export function bzImage(flags = 1): Buffer {
  const bytes = Buffer.alloc(0x300);
  bytes.writeUInt16LE(0xaa55, 0x1fe);
  bytes.write('HdrS', 0x202, 'latin1');
  bytes.writeUInt16LE(0x20f, 0x206);
  bytes.writeUInt16LE(flags, 0x236);
  return bytes;
}

/** A module that says this of itself. */
export function moduleFile(...info: readonly string[]): Buffer {
  const bytes = Buffer.from(info.map((line) => `${line}\0`).join(''));
  return buildElf({ type: 3, sections: [{ name: '.modinfo', address: 0n, code: false, bytes }] });
}

/** Options of a kernel whose drivers are modules, as Debian's. */
export const OPTIONS = {
  ...{ BLK_DEV_INITRD: 'y', DEVTMPFS: 'y', BINFMT_ELF: 'y', MODULES: 'y', ACPI: 'y' },
  ...{ VIRTIO_MMIO: 'm', VIRTIO_BLK: 'm', VIRTIO_NET: 'm', EXT4_FS: 'y' },
};

/** A `.config` with these options. */
export function configOf(options: Readonly<Record<string, string>> = OPTIONS): Buffer {
  return Buffer.from(
    Object.entries(options)
      .map(([name, value]) => `CONFIG_${name}=${value}\n`)
      .join(''),
  );
}

const DRIVERS = 'lib/modules/9-x/kernel/drivers';

/** A whole package, as Debian makes one. */
export const WHOLE: Readonly<Record<string, Buffer>> = {
  'boot/vmlinuz-9-x': bzImage(),
  'boot/config-9-x': configOf(),
  [`${DRIVERS}/virtio/virtio.ko`]: moduleFile('depends=virtio_ring'),
  [`${DRIVERS}/virtio/virtio-ring.ko`]: moduleFile('depends='),
  [`${DRIVERS}/virtio/virtio_mmio.ko`]: moduleFile('license=GPL', 'depends=virtio,virtio_ring'),
  [`${DRIVERS}/block/virtio_blk.ko`]: moduleFile('depends=virtio_ring,virtio'),
  [`${DRIVERS}/net/virtio_net.ko`]: moduleFile('depends=net_failover,virtio', 'softdep=pre: hash post: late'),
  [`${DRIVERS}/net/net_failover.ko`]: moduleFile('depends=failover'),
  [`${DRIVERS}/net/failover.ko`]: moduleFile(),
  [`${DRIVERS}/net/late.ko`]: moduleFile(),
  'lib/modules/9-x/kernel/crypto/hash_generic.ko': moduleFile(),
};

/** The kernel of `linux-image-any`, which stands for `linux-image-9-x`, with these files in that. */
export async function kernelOf(
  files: Readonly<Record<string, Buffer>>,
  others: PackageContents = {},
): Promise<KernelFiles> {
  const contents: PackageContents = { 'linux-image-any': {}, 'linux-image-9-x': files, ...others };
  const depends: Record<string, string[]> = {
    'linux-image-any': ['linux-image-9-x'],
    'linux-image-9-x': ['kmod', ...Object.keys(others)],
  };
  const records = Object.keys(contents).map((name): [string, PackageRecord] => [
    name,
    { name, version: '9', sha256: '0'.repeat(64), depends: depends[name] ?? [], provides: [] },
  ]);
  const unpack = ({ name }: PackageRecord): Promise<Pick<KeptFiles, 'entry' | 'below'>> => {
    const own = new Map(Object.entries(contents[name] ?? {}));
    return Promise.resolve({
      entry: (path) => {
        const data = own.get(path);
        return Promise.resolve(data === undefined ? undefined : { kind: 'file', mode: 0o644, data });
      },
      below: (folder) =>
        [...own.keys()].flatMap((path) =>
          path.startsWith(`${folder}/`) ? [path.slice(folder.length + 1)] : [],
        ),
    });
  };
  return await findKernel('mine', 'linux-image-any', new Map(records), unpack);
}

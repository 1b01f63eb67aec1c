// SPDX-License-Identifier: Apache-2.0
import { parseConfig } from '../kernel/config.js';

/** What a kernel needs for a root on a disk, by its configuration. */
export interface DiskNeeds {
  /** Modules to load. */
  modules: string[];
  /** Type by which its root is mounted. */
  type: 'ext2' | 'ext4';
  /** True when it finds the disk by ACPI, false when by its command line. */
  acpi: boolean;
  /** Options that it lacks: with any of them it cannot be used. */
  lacks: string[];
}

/** The devices of a guest. */
const DRIVERS = ['VIRTIO_MMIO', 'VIRTIO_BLK', 'VIRTIO_NET'] as const;

/** What every guest needs, whatever its root is on. */
const ALWAYS = ['BLK_DEV_INITRD', 'DEVTMPFS', 'BINFMT_ELF', 'MODULES'] as const;

/** Reads from a `.config` what is to be loaded before a root on a disk can be mounted. */
export function diskNeeds(config: string): DiskNeeds {
  const options = parseConfig(config);
  const value = (name: string): string => options.get(name) ?? 'n';
  const type = value('EXT4_FS') === 'n' ? 'ext2' : 'ext4';
  const acpi = value('VIRTIO_MMIO') !== 'y' || value('VIRTIO_MMIO_CMDLINE_DEVICES') !== 'y';
  const drivers = [...DRIVERS, type === 'ext4' ? 'EXT4_FS' : 'EXT2_FS'];
  const needed = [...ALWAYS, ...(acpi ? ['ACPI'] : [])];
  return {
    modules: drivers
      .filter((name) => value(name) === 'm')
      .map((name) => name.replace(/_FS$/, '').toLowerCase()),
    ...{ type, acpi },
    lacks: [
      ...needed.filter((name) => value(name) !== 'y'),
      ...drivers.filter((name) => value(name) === 'n'),
    ],
  };
}

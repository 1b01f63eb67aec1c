// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { ARCHIVE_LIMITS, tooMuch } from '../archive/limits.js';
import { unpackedFile } from '../archive/unpack.js';
import type { PackageRecord } from '../rootfs/apt-records.js';
import { isBzImage, isFor64Bits } from '../prebuilt.js';
import { Packages, type Unpack } from '../rootfs/packages.js';
import type { UsedPackage } from '../rootfs/types.js';
import { kernelPackage } from './error.js';
import type { ModuleSource } from './load-order.js';
import { moduleName, readModuleInfo } from './module-file.js';
import { type DiskNeeds, diskNeeds } from './needs.js';

/** A kernel in packages: the one that has it, and those that it depends on and that have more of it. */
export interface KernelFiles {
  /** What `uname -r` says. */
  release: string;
  vmlinuz: Buffer;
  /** Its `.config`. */
  config: Buffer;
  /** What it needs for a root on a disk. */
  needs: DiskNeeds;
  modules: ModuleSource;
  /** Packages that are looked at up to now, sorted by name. */
  used: () => UsedPackage[];
}

/** Largest module, unpacked, bytes. */
const MODULE_BYTES = 64 * 2 ** 20;

/**
 * Finds a kernel in a package, or in the one that it stands for; modules and configuration may be in packages of the same
 * distribution beside it.
 * @param system what errors name.
 * @throws BenchError `KERNEL_PACKAGE` (exit 3) where there is no kernel, one of another architecture, or one that cannot have a guest's disk.
 */
export async function findKernel(
  system: string,
  name: string,
  records: ReadonlyMap<string, PackageRecord>,
  unpack: Unpack,
): Promise<KernelFiles> {
  const packages = new Packages(records, unpack);
  const owner = await ownerOf(name, records, packages);
  if (owner === undefined) throw kernelPackage(system, name, 'there is no /boot/vmlinuz-* in it');
  const { kernel, release } = owner;
  const beside = (records.get(kernel)?.depends ?? []).filter((one) => /^linux-(?:modules|image)-/.test(one));
  const owners = [kernel, ...beside];
  const all = [...new Set([name, ...owners])].join(', ');
  const read = async (path: string, what: string): Promise<Buffer> => {
    const found = await packages.find(path, owners, 'none');
    if (found?.kind === 'file') return found.data;
    throw kernelPackage(system, all, `there is no ${what} (/${path}) in it`);
  };
  const folder = `lib/modules/${release}`;
  const paths = new Map<string, string>();
  for (const path of await packages.below(`usr/${folder}`, owners)) {
    const module = moduleName(path);
    if (module !== undefined) paths.set(module, path);
  }
  const vmlinuz = await read(`boot/vmlinuz-${release}`, 'kernel');
  if (!isBzImage(vmlinuz) || !isFor64Bits(vmlinuz))
    throw kernelPackage(system, all, `/boot/vmlinuz-${release} is no bzImage for x86-64`);
  const config = await read(`boot/config-${release}`, 'configuration');
  const needs = diskNeeds(config.toString('utf8'));
  if (needs.lacks.length > 0)
    throw kernelPackage(system, all, `its configuration lacks ${needs.lacks.join(', ')}`);
  return {
    ...{ release, vmlinuz, config, needs },
    modules: {
      get: async (module) => {
        const path = paths.get(module);
        if (path === undefined) return undefined;
        const packed = await read(`usr/${folder}/${path}`, `module ${module}`);
        const data = await plainModule(packed, posix.basename(path));
        return { name: module, data, ...readModuleInfo(data, `module ${module} of ${kernel}`) };
      },
      missing: (module, neededBy) =>
        kernelPackage(
          system,
          all,
          `there is no module ${module} in it, ${neededBy === undefined ? 'which its configuration says that it has' : `on which ${neededBy} depends`}`,
        ),
    },
    used: () => {
      const record = records.get(name);
      const named = record === undefined ? [] : [{ name, version: record.version, sha256: record.sha256 }];
      const found = packages.used().filter((one) => one.name !== name);
      return [...named, ...found].sort((a, b) => (a.name < b.name ? -1 : 1));
    },
  };
}

/** The package with a kernel: the named one, or one that it depends on. */
async function ownerOf(
  name: string,
  records: ReadonlyMap<string, PackageRecord>,
  packages: Packages,
): Promise<{ kernel: string; release: string } | undefined> {
  const depends = (records.get(name)?.depends ?? []).filter((one) => one.startsWith('linux-image-'));
  for (const kernel of [name, ...depends]) {
    const file = (await packages.below('boot', [kernel])).find((path) => path.startsWith('vmlinuz-'));
    if (file !== undefined) return { kernel, release: file.slice('vmlinuz-'.length) };
  }
  return undefined;
}

/** A module as the kernel takes it: some distributions pack theirs, and not every kernel unpacks them itself. */
async function plainModule(data: Buffer, name: string): Promise<Buffer> {
  if (name.endsWith('.ko')) return data;
  const dir = await mkdtemp(join(tmpdir(), 'lupine-bench-module-'));
  try {
    const file = join(dir, 'module');
    await writeFile(file, data);
    const { chunks } = await unpackedFile(file, name);
    const parts: Buffer[] = [];
    let length = 0;
    for await (const chunk of chunks) {
      length += chunk.length;
      if (length > MODULE_BYTES) throw tooMuch(name, 'bytes', Math.min(MODULE_BYTES, ARCHIVE_LIMITS.bytes));
      parts.push(chunk);
    }
    return Buffer.concat(parts);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

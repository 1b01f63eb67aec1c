// SPDX-License-Identifier: Apache-2.0
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cached } from '../../core/cache.js';
import { measureError } from '../../core/errors.js';
import { sha256File } from '../../core/files.js';
import type { CarriedMonitor, OwnMonitor } from '../../vmm/types.js';
import { findPackages } from '../rootfs/apt.js';
import { addWithNeeds, packageFile } from '../rootfs/closure.js';
import { cpioParts } from '../rootfs/cpio.js';
import { type FetchOptions, unpackedPackage } from '../rootfs/deb.js';
import { Packages } from '../rootfs/packages.js';
import { Tree } from '../rootfs/tree.js';
import type { UsedPackage } from '../rootfs/types.js';

/** Raise when the same tree is to give other bytes. */
const FORMAT = 1;

/** Name of the archive in its entry of the cache. */
const ARCHIVE = 'root.cpio';

/** A program of ours on a counted host. */
export interface OwnProgram {
  /** Path there. */
  path: string;
  data: Buffer;
}

/** What every boot on a counted KVM host has in memory. */
export interface CountedRoot {
  /** Path of a cpio archive, which ends on four bytes: what one boot has of its own comes behind it, as an archive too. */
  archive: string;
  sha256: string;
  /** Version of the monitor in it. */
  version: string;
  packages: UsedPackage[];
}

/**
 * Builds the root of counted KVM hosts in memory: a monitor with its libraries and firmware, and programs of ours. Equal files give
 * equal bytes; built once.
 * @throws BenchError `MONITOR_CARRIED`, `PACKAGES_UNRESOLVED`, `PACKAGE_*` (exit 3), `ROOTFS_*` (exit 2).
 */
export async function countedRoot(
  monitor: CarriedMonitor,
  own: readonly OwnProgram[],
  fetch: FetchOptions,
): Promise<CountedRoot> {
  const { signal, onProgress } = fetch;
  const tree = new Tree();
  const { version, packages } =
    monitor.own === undefined
      ? await fromPackages(monitor, tree, fetch)
      : await fromHere(monitor.own, monitor.program, tree);
  for (const { path, data } of own) tree.add(path, { kind: 'file', mode: 0o755, data });
  for (const path of ['/dev', '/proc', '/sys']) tree.addDirectory(path);
  tree.addDirectory('/tmp', 0o1777);
  const { dir } = await cached({
    kind: 'rootfs',
    label: 'root of the counted KVM host',
    inputs: { format: FORMAT, counted: tree.description() },
    ...(signal === undefined ? {} : { signal }),
    build: async (into) => {
      onProgress?.('writing the root of the counted KVM host');
      await writeFile(join(into, ARCHIVE), cpioParts(tree.entries()));
    },
  });
  const archive = join(dir, ARCHIVE);
  return { archive, sha256: await sha256File(archive), version, packages };
}

type PlacedMonitor = Pick<CountedRoot, 'version' | 'packages'>;

async function fromPackages(
  monitor: CarriedMonitor,
  tree: Tree,
  fetch: FetchOptions,
): Promise<PlacedMonitor> {
  const packages = new Packages(await findPackages(monitor.packages, fetch), (record) =>
    unpackedPackage(record, fetch),
  );
  const closure = { tree, packages, roots: monitor.packages };
  for (const path of [monitor.program, ...monitor.files]) await addWithNeeds(path, closure);
  const version = monitor.versionIn((await packageFile(monitor.program, closure)).data);
  if (version === undefined) throw noMonitor(monitor);
  return { version, packages: packages.used() };
}

/** How a program asks for the linker, and with it for libraries that nobody brings. */
const LINKER = '/ld-linux';

async function fromHere({ path, version }: OwnMonitor, program: string, tree: Tree): Promise<PlacedMonitor> {
  const said = await version();
  const data = await readFile(path);
  if (data.includes(LINKER)) throw needsLibraries(path);
  tree.add(program, { kind: 'file', mode: 0o755, data });
  return { version: said, packages: [] };
}

function needsLibraries(path: string): Error {
  return measureError(
    'MONITOR_CARRIED',
    `${path} needs libraries, and a counted host has none of them.`,
    'Name a program that is linked statically, as the releases of Firecracker are.',
  );
}

function noMonitor({ program, packages }: CarriedMonitor): Error {
  return measureError(
    'MONITOR_CARRIED',
    `${program} of the packages ${packages.join(', ')} does not say which version it is.`,
    'Look at where these packages come from: it is another program.',
  );
}

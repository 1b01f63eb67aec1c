// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { artifactAt } from '../../core/artifact.js';
import { displayPath } from '../../core/paths.js';
import { encodeToken } from '../../app/render-job.js';
import type { PinnedPackages } from '../../plan/pinned.js';
import type { PackagedLinux } from '../../system/types.js';
import { DISK, type SystemImage } from '../boot-image.js';
import { enabledOptions } from '../kernel/config.js';
import { findPackages } from '../rootfs/apt.js';
import { type FetchOptions, unpackedPackage } from '../rootfs/deb.js';
import { buildGuest } from '../rootfs/guest.js';
import { pinnedPackage, pinnedRecords, requirePinned } from '../rootfs/pinned.js';
import { JOB_PATH } from '../rootfs/assemble.js';
import { Tree } from '../rootfs/tree.js';
import { findKernel } from './files.js';
import { FILES, keptKernel } from './kept.js';
import { type LoadedModule, inLoadOrder } from './load-order.js';
import type { DiskNeeds } from './needs.js';

/** How to get the packages. */
export interface PackagedOptions extends Pick<FetchOptions, 'signal' | 'onProgress' | 'onNote'> {
  /** What packages must be; whatever is there now when missing. */
  pinned?: PinnedPackages | undefined;
}

/**
 * The kernel of a package as it is, and what it needs in memory before it has its disk. Unpacked once for each state of its packages;
 * nothing of them is installed or executed.
 * @throws BenchError `PACKAGES_UNRESOLVED`, `PACKAGE_*`, `ARCHIVE_*`, `KERNEL_PACKAGE`, `ELF_DAMAGED` (exit 3), `PACKAGES_DIFFER` (exit 5).
 */
export async function packagedImage(
  { name, package: named, origin }: PackagedLinux,
  { pinned, ...how }: PackagedOptions,
): Promise<SystemImage> {
  const namedIn = origin === undefined ? `system ${name}` : `${displayPath(origin.file)}: system ${name}`;
  const fetch = { ...how, namedIn, advice: ADVICE };
  const records = pinnedRecords(await findPackages([named], fetch), pinned);
  const files = await findKernel(name, named, records, (record) =>
    pinnedPackage(record, pinned, () => unpackedPackage(record, fetch)),
  );
  const { needs } = files;
  const modules = await inLoadOrder(needs.modules, files.modules);
  const tree = await treeOf(modules, needs, how);
  const packages = files.used();
  requirePinned(packages, undefined, pinned);
  const { dir, digest, hit } = await keptKernel(named, files, tree, how);
  const kernel = await artifactAt('kernel', join(dir, FILES.kernel));
  return {
    ...{ inputs: digest, hit, packages, diskAcpi: needs.acpi },
    artifacts: [
      ...[kernel, { ...kernel, role: 'kernel-compressed' as const }],
      await artifactAt('config', join(dir, FILES.config)),
      await artifactAt('modules', join(dir, FILES.modules)),
    ],
    facts: { options: enabledOptions(files.config.toString('utf8')).length },
  };
}

const ADVICE =
  'Correct `package:` of this system (`apt-cache search linux-image` shows what there is); run `sudo apt-get update` if it is right.';

/** What is in memory: PID 1, which loads the modules and goes on with the PID 1 of the disk. */
async function treeOf(
  modules: readonly LoadedModule[],
  { type }: DiskNeeds,
  how: PackagedOptions,
): Promise<Tree> {
  const { init } = await buildGuest(how);
  const tree = new Tree();
  const paths = modules.map(({ name }) => `/modules/${name}.ko`);
  const lines = [
    ['lupine-job', '1'],
    ['end', 'debug-exit'],
    ['mount', 'devtmpfs', '/dev'],
    ...paths.map((path) => ['module', path]),
    ['root', DISK, type],
  ];
  const job = lines.map((words) => `${words.map(encodeToken).join(' ')}\n`).join('');
  tree.add('/init', { kind: 'file', mode: 0o755, data: await readFile(init.path) });
  tree.add(JOB_PATH, { kind: 'file', mode: 0o644, data: Buffer.from(job) });
  for (const [index, { data }] of modules.entries())
    tree.add(paths[index] ?? '', { kind: 'file', mode: 0o644, data });
  tree.addDirectory('/dev');
  return tree;
}

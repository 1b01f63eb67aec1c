// SPDX-License-Identifier: Apache-2.0
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { artifactAt } from '../../core/artifact.js';
import { cached } from '../../core/cache.js';
import { cpioParts } from './cpio.js';
import { writeExt2 } from './ext2.js';
import { assembleTree } from './assemble.js';
import type { Rootfs, RootfsOptions } from './types.js';

/** Raise when the same tree is to give other bytes. */
const FORMAT = 2;

/**
 * Builds the root file system of one app and one job as an initramfs and as an ext2 image. Equal trees give equal bytes,
 * whoever builds them where and when; an image is built once.
 * @throws BenchError of a wrong declaration (exit 2: `ROOTFS_*`, `JOB_INVALID`) or of a step that failed (exit 3:
 *   `PACKAGES_UNRESOLVED`, `PACKAGE_*`, `OCI_*`, `GUEST_BUILD_FAILED`, `EXT2_FAILED`).
 */
export async function buildRootfs(options: RootfsOptions): Promise<Rootfs> {
  const { app, signal, onProgress } = options;
  const { tree, packages, container, own, symbols } = await assembleTree(options);
  const entries = tree.entries();
  const room = app.disk_room_mib === undefined ? {} : { roomMib: app.disk_room_mib };
  const { dir, fetched } = await cached({
    kind: 'rootfs',
    label: `root image ${app.name}`,
    inputs: { format: FORMAT, tree: tree.description(), ...room },
    ...{ store: options.store, files: ['root.cpio', 'root.ext2'], folder: options.folder },
    ...(signal === undefined ? {} : { signal }),
    build: async (into) => {
      onProgress?.(`writing the root image of ${app.name}`);
      await writeFile(join(into, 'root.cpio'), cpioParts(entries));
      await writeExt2(entries, join(into, 'root.ext2'), { roomMib: app.disk_room_mib, signal });
    },
  });
  return {
    artifacts: [
      await artifactAt('initrd', join(dir, 'root.cpio')),
      await artifactAt('disk', join(dir, 'root.ext2')),
    ],
    files: entries.filter(({ kind }) => kind === 'file').length,
    ...{ packages, own, symbols, fetched },
    ...(container === undefined ? {} : { container }),
  };
}

// SPDX-License-Identifier: Apache-2.0
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CacheEntry, cached } from '../../core/cache.js';
import { cpioParts } from '../rootfs/cpio.js';
import type { FetchOptions } from '../rootfs/deb.js';
import type { Tree } from '../rootfs/tree.js';
import type { KernelFiles } from './files.js';

/** Raise when the same packages are to give other bytes. */
const FORMAT = 1;

/** Names of the files in an entry of the cache. */
export const FILES = { kernel: 'vmlinuz', config: 'config', modules: 'modules.cpio' } as const;

/**
 * The kernel of a package in the cache, unpacked once.
 * @param tree what it needs in memory before it has its disk.
 * @throws BenchError `DISK_FULL` (exit 3).
 */
export async function keptKernel(
  named: string,
  { release, vmlinuz, config, used }: KernelFiles,
  tree: Tree,
  { signal, onProgress }: Pick<FetchOptions, 'signal' | 'onProgress'>,
): Promise<CacheEntry> {
  return await cached({
    kind: 'kernel',
    label: `kernel of ${named}`,
    inputs: {
      ...{ format: FORMAT, packages: used().map(({ sha256 }) => sha256), release },
      tree: tree.description(),
    },
    ...(signal === undefined ? {} : { signal }),
    build: async (into) => {
      onProgress?.(`unpacking the kernel of ${named}`);
      await writeFile(join(into, FILES.kernel), vmlinuz);
      await writeFile(join(into, FILES.config), config);
      await writeFile(join(into, FILES.modules), cpioParts(tree.entries()));
    },
  });
}

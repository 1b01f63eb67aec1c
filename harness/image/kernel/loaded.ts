// SPDX-License-Identifier: Apache-2.0
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CacheEntry, cached } from '../../core/cache.js';
import { wholeNumber } from '../../core/numbers.js';
import { runTool } from '../../core/tool.js';
import { packKernel } from './pack.js';

/** Name of the kernel as the linker made it, in its cache entry. */
export const LINKED = 'vmlinux.linked';

const STRIPPED_SIZE = 'stripped-bytes';

/** The file that the VMM loads. */
export interface LoadedKernel {
  path: string;
  /** Bytes of the same kernel when it is only stripped, the linker's padding included. */
  strippedBytes: number;
}

/**
 * Makes the file that the VMM loads from a built kernel, for every kernel alike: no symbols, no padding, notes kept (the
 * VMM finds the PVH entry there). An entry of its own, so that another treatment here builds no kernel again.
 */
export async function loadedKernel(kernel: CacheEntry, signal?: AbortSignal): Promise<LoadedKernel> {
  const entry = await cached({
    kind: 'kernel',
    label: 'stripped kernel',
    inputs: { kernel: kernel.digest, steps: ['strip --strip-all', 'pack 2'] },
    ...(signal === undefined ? {} : { signal }),
    build: async (dir) => {
      const path = join(dir, 'vmlinux');
      const args = ['--strip-all', '-o', path, join(kernel.dir, LINKED)];
      await runTool('strip', args, { signal, code: 'KERNEL_STRIP' });
      const stripped = await readFile(path);
      await writeFile(join(dir, STRIPPED_SIZE), `${stripped.length}\n`);
      await writeFile(path, packKernel(stripped));
    },
  });
  const size = await readFile(join(entry.dir, STRIPPED_SIZE), 'utf8');
  return { path: join(entry.dir, 'vmlinux'), strippedBytes: wholeNumber(size.trim()) ?? 0 };
}

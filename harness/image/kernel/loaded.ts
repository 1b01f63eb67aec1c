// SPDX-License-Identifier: Apache-2.0
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CacheEntry, cached } from '../../core/cache.js';
import { runTool } from '../../core/tool.js';
import { packKernel } from './pack.js';

/** Name of the kernel as the linker made it, in its cache entry. */
export const LINKED = 'vmlinux.linked';

/**
 * Makes the file that the VMM loads from a built kernel, for every kernel alike: no symbols, no padding, notes kept (the
 * VMM finds the PVH entry there). An entry of its own, so that another treatment here builds no kernel again.
 */
export async function loadedKernel(kernel: CacheEntry, signal?: AbortSignal): Promise<string> {
  const entry = await cached({
    kind: 'kernel',
    label: 'stripped kernel',
    inputs: { kernel: kernel.digest, steps: ['strip --strip-all', 'pack 1'] },
    ...(signal === undefined ? {} : { signal }),
    build: async (dir) => {
      const path = join(dir, 'vmlinux');
      const args = ['--strip-all', '-o', path, join(kernel.dir, LINKED)];
      await runTool('strip', args, { signal, code: 'KERNEL_STRIP' });
      await writeFile(path, packKernel(await readFile(path)));
    },
  });
  return join(entry.dir, 'vmlinux');
}

// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import { type CacheEntry, cached } from '../../core/cache.js';
import { runTool } from '../../core/tool.js';

/** Name of the kernel as the linker made it, in its cache entry. */
export const LINKED = 'vmlinux.linked';

/**
 * Makes the file that the VMM loads from a built kernel, for every kernel alike: no symbols, notes kept (the VMM finds
 * the PVH entry there). An entry of its own, so that another treatment here builds no kernel again.
 */
export async function loadedKernel(kernel: CacheEntry, signal?: AbortSignal): Promise<string> {
  const entry = await cached({
    kind: 'kernel',
    label: 'stripped kernel',
    inputs: { kernel: kernel.digest, strip: ['--strip-all'] },
    ...(signal === undefined ? {} : { signal }),
    build: async (dir) => {
      const args = ['--strip-all', '-o', join(dir, 'vmlinux'), join(kernel.dir, LINKED)];
      await runTool('strip', args, { signal, code: 'KERNEL_STRIP' });
    },
  });
  return join(entry.dir, 'vmlinux');
}

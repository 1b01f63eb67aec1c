// SPDX-License-Identifier: Apache-2.0
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheRoot } from '../../harness/core/paths.js';

/** What is expensive to make and says nothing of the machine. */
const SHARED = ['source', 'config', 'kernel', 'guest', 'deb', 'rootfs', 'host'];

/** Makes a cache that has the kernels and images of the user's own, and remembers for itself. */
export async function linkedCache(dir: string): Promise<string> {
  const cache = join(dir, 'cache');
  await mkdir(cache, { recursive: true });
  for (const kind of SHARED) {
    const own = join(cacheRoot(), kind);
    await mkdir(own, { recursive: true });
    await symlink(own, join(cache, kind));
  }
  return cache;
}

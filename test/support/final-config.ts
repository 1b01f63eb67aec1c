// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { plainFolder } from '../../harness/core/cache-folder.js';
import { configure } from '../../harness/image/kernel/config.js';
import { mergeFragments } from '../../harness/image/kernel/fragments.js';
import { sourceOf } from '../../harness/image/kernel/patched-source.js';
import { builtinSystems } from './builtin.js';
import { kernelSourceOf } from './kernel-source.js';

/** The complete `.config` of a system, without compiling anything. */
export async function finalConfig(name: string): Promise<string> {
  const system = (await builtinSystems()).resolveLinux(name);
  const source = await sourceOf(await kernelSourceOf(system), system.patches);
  const dir = await mkdtemp(join(await plainFolder('work'), 'config-'));
  try {
    await configure(source, dir, system.baseConfig, await mergeFragments(system.fragments));
    return await readFile(join(dir, '.config'), 'utf8');
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

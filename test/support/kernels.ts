// SPDX-License-Identifier: Apache-2.0
import { type KernelImage, buildKernel } from '../../harness/image/kernel/build.js';
import { terminalProgress } from '../../harness/cli/terminal-progress.js';
import { builtinSystems } from './builtin.js';
import { kernelSourceOf } from './kernel-source.js';

/**
 * Kernels that several tests boot, from the cache or built now (minutes). All tests share them: lupine-hello, the
 * smallest, and lupine-general, which runs every app.
 */
export async function needKernels(...systems: string[]): Promise<KernelImage[]> {
  const catalogue = await builtinSystems();
  const write = (text: string): void => void process.stderr.write(text);
  const progress = terminalProgress({
    live: false,
    color: false,
    width: () => 100,
    now: () => performance.now(),
    write,
  });
  const kernels: KernelImage[] = [];
  for (const name of systems) {
    const system = catalogue.resolveLinux(name);
    kernels.push(await buildKernel({ system, kernelSource: await kernelSourceOf(system), progress }));
  }
  return kernels;
}

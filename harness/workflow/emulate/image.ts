// SPDX-License-Identifier: Apache-2.0
import type { Environment } from '../../environment/environment.js';
import type { HostImage } from '../../host/emulated/machine.js';
import { kvmHostRoot } from '../../image/kvm-host/root.js';
import type { Session } from '../session.js';
import type { KernelSources } from '../../plan/source.js';

/** The system that emulated hosts are made of. */
const SYSTEM = 'kvm-host';

/**
 * Kernel and root of emulated KVM hosts, from the cache or built: the kernel takes minutes once.
 * @throws BenchError as the builds of a kernel and of a root.
 */
export async function hostImage(
  { catalogue, images }: Pick<Environment, 'catalogue' | 'images'>,
  kernelSource: KernelSources | undefined,
  { progress, signal }: Pick<Session, 'progress' | 'signal'>,
): Promise<HostImage> {
  const built = images({ clock: 'wall', kernelSource, progress, signal });
  try {
    // As it was linked: of the packed one, which counts on memory that is zero, a machine that restarts gets only half.
    const { symbols: kernel } = await built.system(SYSTEM);
    if (kernel === undefined) throw new Error('a kernel that was built here has its linked file');
    const { disk } = await kvmHostRoot({
      signal,
      onProgress: (text) => {
        progress.step(text);
      },
      onNote: (text) => {
        progress.note(text);
      },
    });
    return {
      kernel,
      disk,
      cmdline: `${catalogue.resolve(SYSTEM).cmdline} root=/dev/vda rw`,
    };
  } finally {
    built.stop();
  }
}

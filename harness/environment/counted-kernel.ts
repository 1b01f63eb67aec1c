// SPDX-License-Identifier: Apache-2.0
import { artifactOf } from '../core/artifact.js';
import type { CountedKernel } from '../host/counted/machine.js';
import type { Making } from '../host/counted/make.js';
import { fullCmdline } from '../image/boot-image.js';
import type { Images, ImagesOptions } from '../image/images.js';
import type { SystemCatalogue } from '../system/catalogue.js';

/** How images are made here. */
type MakeImages = (request: Pick<ImagesOptions, 'clock' | 'catalogue' | 'progress' | 'signal'>) => Images;

/** The system that counted hosts are made of. */
const SYSTEM = 'kvm-host';

/**
 * Its own clock is the counter, and no instruction is spent on doubting that. Where KVM waits until nobody reads a list any more, it does not
 * wait for the next tick: what is counted is then work.
 */
const COUNTING = 'tsc=reliable rcupdate.rcu_expedited=1';

/**
 * The kernel of counted KVM hosts, from the cache or built: that takes minutes once.
 * @throws BenchError as the build of a kernel.
 */
export async function countedKernel(
  { catalogue, images }: { catalogue: SystemCatalogue; images: MakeImages },
  { progress, signal = new AbortController().signal }: Making,
): Promise<CountedKernel> {
  const built = images({ clock: 'deterministic', catalogue, progress, signal });
  try {
    const { artifacts, source } = await built.system(SYSTEM);
    const cmdline = `${fullCmdline(catalogue.resolve(SYSTEM), catalogue, 'deterministic')} ${COUNTING}`;
    return { artifact: artifactOf(artifacts, 'kernel'), version: source?.version ?? '', cmdline };
  } finally {
    built.stop();
  }
}

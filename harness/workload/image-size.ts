// SPDX-License-Identifier: Apache-2.0
import type { Inspected, Workload } from './types.js';

/** `image-size`: bytes of what is loaded, and how many options made it. Nothing is booted. */
export const imageSize: Workload = {
  kind: 'inspect',
  purpose: 'boot',
  metrics: [
    'image.kernel',
    'image.kernel_stripped',
    'image.kernel_compressed',
    'image.rootfs',
    'config.options',
  ],
  load: '',
  expectedSeconds: 0.1,
  clients: () => [],
  inspect: ({ kernel, rootfs }: Inspected) => ({
    'image.kernel': kernel.vmlinux.bytes,
    'image.kernel_stripped': kernel.strippedBytes,
    'image.kernel_compressed': kernel.bzImage.bytes,
    'image.rootfs': rootfs.ext2.bytes,
    'config.options': kernel.options,
  }),
};

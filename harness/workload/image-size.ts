// SPDX-License-Identifier: Apache-2.0
import type { InspectedImage, Workload } from './types.js';

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
  inspects: ['kernel', 'kernel-compressed', 'disk'],
  inspect: ({ bytes, options, strippedBytes }: InspectedImage) => ({
    'image.kernel': bytes('kernel'),
    'image.kernel_compressed': bytes('kernel-compressed'),
    'image.rootfs': bytes('disk'),
    ...(strippedBytes === undefined ? {} : { 'image.kernel_stripped': strippedBytes }),
    ...(options === undefined ? {} : { 'config.options': options }),
  }),
};

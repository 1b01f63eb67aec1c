// SPDX-License-Identifier: Apache-2.0
import { type BenchError, measureError } from '../core/errors.js';
import { ownValue } from '../core/own.js';
import { NOT_AVAILABLE } from '../metric/not-available.js';
import { type InspectedImage, type Outcomes, declareWorkload } from './types.js';

/** `image-size`: bytes of what is loaded, and how many options made it. Nothing is booted. */
export const imageSize = declareWorkload({
  name: 'image-size',
  kind: 'inspect',
  purpose: 'boot',
  parameters: {},
  metrics: {
    'image.kernel': {
      title: 'Kernel file as loaded (stripped, padding left out)',
      definition:
        'bytes of the kernel file that the VMM loads: vmlinux, stripped, without whole pages of padding. Every system gets the same treatment.',
      unit: 'bytes',
      direction: 'lower',
    },
    'image.kernel_stripped': {
      title: 'Kernel file, only stripped (as in the paper)',
      definition:
        "bytes of vmlinux when it is only stripped, as in the paper: includes the linker's padding between sections, up to 2 MiB each.",
      unit: 'bytes',
      direction: 'lower',
    },
    'image.kernel_compressed': {
      title: 'Compressed kernel (bzImage; microvm gzip, lupine XZ)',
      definition:
        'bytes of the bzImage of the same kernel, in the compression that its configuration asks for.',
      unit: 'bytes',
      direction: 'lower',
    },
    'image.rootfs': {
      title: 'Root image',
      definition:
        'bytes of the root image with the app, what it needs and the space that it asks for: ext2, the same for every Linux system, or the disk of a system with a kernel of its own.',
      unit: 'bytes',
      direction: 'lower',
    },
    'config.options': {
      title: 'Kconfig options set to y',
      definition: 'Kconfig options set to y in the final configuration.',
      unit: 'options',
      direction: 'lower',
    },
  },
  expectedSeconds: 0.1,
  inspect: (image): Outcomes => ({
    'image.kernel': bytesOf(image, 'kernel', 'kernel file'),
    'image.kernel_stripped': factOf(image, 'strippedBytes', 'vmlinux'),
    'image.kernel_compressed': bytesOf(image, 'kernel-compressed', 'bzImage'),
    'image.rootfs': bytesOf(image, 'disk', 'root image for a disk'),
    'config.options': factOf(image, 'options', 'configuration'),
  }),
});

function bytesOf({ artifacts }: InspectedImage, role: string, what: string): number | BenchError {
  return artifacts.find((one) => one.role === role)?.bytes ?? lacking(what);
}

function factOf({ facts }: InspectedImage, name: string, what: string): number | BenchError {
  return ownValue(facts, name) ?? lacking(what);
}

/** A system that has no such thing, which is no failure: its other sizes stand, and nothing can be done about it. */
function lacking(what: string): BenchError {
  return measureError(
    NOT_AVAILABLE,
    `this system has no ${what}.`,
    'Nothing is wrong: compare what both have.',
  );
}

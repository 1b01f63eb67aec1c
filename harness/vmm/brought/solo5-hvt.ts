// SPDX-License-Identifier: Apache-2.0
import type { BroughtMonitor } from './types.js';
import { wordsOf } from './words.js';

/**
 * Solo5's tender for KVM. Its status is the guest's. On SIGTERM it ends with 1, which is a guest's status too. A guest that declares devices
 * has to get all of them, and gets none here but a network card of the name `service`.
 */
export const solo5Hvt: BroughtMonitor = {
  name: 'solo5-hvt',
  endings: ['return'],
  devices: ['serial', 'virtio-net'],
  kernels: ['elf-solo5'],
  sharesFiles: false,
  words: ({ kernel, memoryMib, cmdline, tap }) => [
    `--mem=${memoryMib}`,
    ...(tap === undefined ? [] : [`--net:service=${tap.name}`]),
    ...['--', kernel, ...wordsOf(cmdline)],
  ],
  env: () => ({}),
  faultIn: () => undefined,
};

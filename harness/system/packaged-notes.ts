// SPDX-License-Identifier: Apache-2.0
import type { System } from './types.js';

const UNPACKS =
  'The kernel is compressed (bzImage) and unpacks itself in the guest: its boot time has that in it.';

/** What a reader must know of every kernel from a package. */
export const PACKAGED_NOTES: System['notes'] = {
  deterministic: [UNPACKS],
  wall: [
    `${UNPACKS} So it has the modules for its disk, which it loads from memory and finds by ACPI, as other kernels do not have to.`,
  ],
};

// SPDX-License-Identifier: Apache-2.0
import { type BenchError, measureError } from '../../core/errors.js';

/** The error for a package that does not have what a kernel for a guest needs. */
export function kernelPackage(system: string, packages: string, what: string): BenchError {
  return measureError(
    'KERNEL_PACKAGE',
    `the kernel of ${system} cannot be taken from ${packages}: ${what}.`,
    'Name another package; one that is meant for virtual machines, such as linux-image-cloud-amd64, has all of it.',
  );
}

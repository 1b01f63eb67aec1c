// SPDX-License-Identifier: Apache-2.0
import type { FailureLine } from '../../system/guest/types.js';

/** Lines with which OSv, or a program of ours, says that a guest failed. It hangs or ends with status 0 afterwards. */
export const OSV_FAILURES: readonly FailureLine[] = [
  {
    line: 'Neither paravirtual clock nor HPET is available.',
    says: 'the kernel found no clock: without KVM it needs a machine with ACPI and an HPET (pc or q35), and a kernel that has the driver',
  },
  {
    line: 'Failed to load object: {any}',
    says: 'a program is not in the image, or is none that OSv can load',
  },
  { line: 'Failed to parse command line.', says: 'the loader does not understand the command line' },
  {
    line: 'Could not mount rofs root filesystem.',
    says: 'the disk has no file system that the kernel can read',
  },
  { line: 'panic: unpack_bootfs failed', says: 'the RAM file system cannot be unpacked' },
  { line: 'Out of memory: {any}', says: 'the guest has too little memory' },
  { line: 'Assertion failed: {any}', says: 'an assertion of the kernel or of a program failed' },
  { line: 'page fault outside application, addr: {any}', says: 'a program or the kernel used a bad address' },
  { line: 'Aborted', says: 'a program aborted' },
  { line: '[backtrace]', says: 'the kernel stopped everything' },
  { line: 'lupine nobody listens on port {any}', says: 'the app did not accept a connection in time' },
];

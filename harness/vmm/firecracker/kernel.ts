// SPDX-License-Identifier: Apache-2.0
import { open } from 'node:fs/promises';
import { measureError } from '../../core/errors.js';
import { QEMU } from '../names.js';
import type { VmSpec } from '../types.js';

/** What an ELF file begins with. */
const ELF = '\x7fELF';

/**
 * Refuses a machine that Firecracker does not have.
 * @throws BenchError `FIRECRACKER_MACHINE` (exit 3).
 */
export function requireMicrovm({ machine = 'microvm' }: Pick<VmSpec, 'machine'>): void {
  if (machine === 'microvm') return;
  throw measureError(
    'FIRECRACKER_MACHINE',
    `Firecracker has one machine, a microVM, and this system needs a ${machine}.`,
    `Measure this system with --monitor ${QEMU}.`,
  );
}

/**
 * Refuses a kernel that Firecracker cannot load, before a machine is made for it. A file that is not there is Firecracker's to name.
 * @throws BenchError `FIRECRACKER_KERNEL` (exit 3).
 */
export async function requireElf(kernel: string): Promise<void> {
  const beginning = Buffer.alloc(ELF.length);
  const file = await open(kernel, 'r').catch(() => undefined);
  if (file === undefined) return;
  try {
    await file.read(beginning, 0, beginning.length, 0);
  } finally {
    await file.close();
  }
  if (beginning.toString('latin1') === ELF) return;
  throw measureError(
    'FIRECRACKER_KERNEL',
    'Firecracker loads kernels in ELF only (vmlinux), and this one is another file, such as a bzImage.',
    `Measure this system with --monitor ${QEMU}, or give it the vmlinux that its kernel was packed from.`,
  );
}

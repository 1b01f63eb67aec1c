// SPDX-License-Identifier: Apache-2.0
import { measureError } from '../../core/errors.js';
import { printable } from '../../core/printable.js';
import { readDynamics } from '../elf/dynamics.js';
import { ET_DYN, ET_EXEC, readElf } from '../elf/file.js';
import { PT_LOAD } from '../elf/segments.js';

/** Byte of an ELF header that says for which system it is. */
const OSABI = 7;
const HERMIT = 0xff;

/**
 * First byte of guest memory behind HermiTux's kernel.
 * @param name of the file, for messages.
 * @throws BenchError `ELF_DAMAGED`, `HERMITUX_KERNEL` (exit 3).
 */
export function hermitKernelEnd(bytes: Buffer, name: string): number {
  const { type, segments } = readElf(bytes, name);
  if (type !== ET_EXEC || bytes[OSABI] !== HERMIT) {
    throw measureError(
      'HERMITUX_KERNEL',
      `${printable(name, 200)} is no kernel of HermiTux: uhyve would refuse it.`,
      'Name the file `hermitux` that its build installs in `extra/tests`.',
    );
  }
  return Math.max(
    0,
    ...segments.filter((one) => one.type === PT_LOAD).map((one) => Number(one.paddr) + one.memsz),
  );
}

/**
 * Requires a program that HermiTux loads: of others it says that it only supports static ones, and dies.
 * @throws BenchError `ELF_DAMAGED`, `HERMITUX_PROGRAM` (exit 3).
 */
export function requireStatic(bytes: Buffer, name: string): void {
  const { type } = readElf(bytes, name);
  if ((type === ET_EXEC || type === ET_DYN) && readDynamics(bytes)?.interpreter === undefined) return;
  throw measureError(
    'HERMITUX_PROGRAM',
    `${printable(name, 200)} is no static program, and HermiTux loads no other.`,
    'Link it with -static.',
  );
}

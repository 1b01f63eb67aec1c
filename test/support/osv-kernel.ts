// SPDX-License-Identifier: Apache-2.0
import { buildElf } from '../profile/elf-builder.js';

/** A RAM file system with one file, as a slot kernel is linked with: so many bytes in all. */
export function placeholder(size: number, text = 'lupine-bench OSv slot 1\n'): Buffer {
  const blob = Buffer.alloc(size);
  blob.writeBigUInt64LE(BigInt(size - 256), 0);
  blob.writeBigUInt64LE(256n, 8);
  blob.write('/lupine-bench.slot', 17);
  blob.write(text, 256);
  return blob;
}

/** An ELF file with these bytes amidst others that are loaded. */
export function kernelWith(...parts: readonly Buffer[]): Buffer {
  const around = Buffer.alloc(4096, 0x90);
  const bytes = Buffer.concat([around, ...parts.flatMap((part) => [part, around])]);
  return buildElf({ sections: [{ name: '.data', address: 0x200000n, bytes, code: false }] });
}

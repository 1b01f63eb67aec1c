// SPDX-License-Identifier: Apache-2.0
import { measureError } from '../../core/errors.js';
import { printable } from '../../core/printable.js';
import { readElf } from '../elf/file.js';

/** What a multiboot header says of a kernel; addresses of guest memory. */
export interface Multiboot {
  loadAt: number;
  /** Behind the last byte that is loaded or cleared. */
  end: number;
  entry: number;
}

/** A loader looks no further. */
const LOOKED_AT_BYTES = 8192;

const MAGIC = 0x1badb002;

/** The header has the addresses itself. Loaders refuse 64-bit ELF files that leave them to the ELF header. */
const HAS_ADDRESSES = 0x10000;

const HEADER_BYTES = 32;

/**
 * The multiboot header of a kernel that is an ELF file for x86-64, as `qemu -kernel` wants it.
 * @param name of the file, for messages.
 * @throws BenchError `ELF_DAMAGED`, `MULTIBOOT_NONE` (exit 3).
 */
export function readMultiboot(bytes: Buffer, name: string): Multiboot {
  readElf(bytes, name);
  const at = headerAt(bytes);
  if (at === undefined)
    throw none(name, `there is no multiboot header in its first ${LOOKED_AT_BYTES} bytes`);
  const flags = bytes.readUInt32LE(at + 4);
  if ((flags & HAS_ADDRESSES) === 0)
    throw none(name, 'its multiboot header has no addresses, and QEMU loads no 64-bit file without');
  const [header = 0, loadAt = 0, loaded = 0, cleared = 0, entry = 0] = [12, 16, 20, 24, 28].map((field) =>
    bytes.readUInt32LE(at + field),
  );
  // What is loaded begins so many bytes before the header, in the file as in memory.
  const before = header - loadAt;
  const end = Math.max(loaded, cleared);
  const inFile =
    before >= 0 && before <= at && (loaded === 0 || at - before + (loaded - loadAt) <= bytes.length);
  if (!inFile || (loaded !== 0 && loaded < loadAt) || entry < loadAt || (end !== 0 && entry >= end))
    throw none(name, 'the addresses in its multiboot header contradict each other');
  return { loadAt, entry, end: end === 0 ? loadAt + bytes.length - (at - before) : end };
}

function headerAt(bytes: Buffer): number | undefined {
  const last = Math.min(bytes.length, LOOKED_AT_BYTES) - HEADER_BYTES;
  for (let at = 0; at <= last; at += 4) {
    if (bytes.readUInt32LE(at) !== MAGIC) continue;
    if ((MAGIC + bytes.readUInt32LE(at + 4) + bytes.readUInt32LE(at + 8)) % 2 ** 32 === 0) return at;
  }
  return undefined;
}

function none(name: string, why: string): Error {
  return measureError(
    'MULTIBOOT_NONE',
    `${printable(name, 200)} is no image that QEMU loads by multiboot: ${why}.`,
    'Name an image baked for the platform hw (hw_generic, hw_virtio); one for Solo5 or Xen is loaded otherwise.',
  );
}

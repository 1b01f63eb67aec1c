// SPDX-License-Identifier: Apache-2.0
import { type BenchError, measureError } from '../../core/errors.js';
import { printable } from '../../core/printable.js';
import { PT_LOAD, readSegments } from '../elf/segments.js';
import { BOOTFS_NAME, BOOTFS_RECORD } from './bootfs.js';

/** The one file of the RAM file system that a slot kernel was linked with. */
const SLOT_FILE = '/lupine-bench.slot';
/** How that file begins. */
const SLOT_TEXT = 'lupine-bench OSv slot 1\n';

/** Where a kernel keeps its RAM file system, bytes of the file. */
export interface OsvSlot {
  offset: number;
  size: number;
}

/**
 * Finds the slot of a kernel that was linked with a placeholder: a RAM file system whose one file is `/lupine-bench.slot`.
 * @param name of the kernel, for messages.
 * @throws BenchError `OSV_KERNEL` for what is no kernel for x86-64 or not all of one, `OSV_NO_SLOT` (exit 3).
 */
export function findSlot(kernel: Buffer, name: string): OsvSlot {
  const segments = readSegments(kernel, (why) => osvKernel(name, why));
  const slots = occurrences(kernel, Buffer.from(`${SLOT_FILE}\0`))
    .map((at) => slotAt(kernel, at - BOOTFS_NAME))
    .filter((slot) => slot !== undefined);
  const [slot] = slots;
  if (slot === undefined || slots.length > 1) {
    throw noSlot(name, slot === undefined ? 'has none' : `has ${slots.length} of them`);
  }
  const end = slot.offset + slot.size;
  const loaded = segments.some(
    ({ type, offset, filesz }) => type === PT_LOAD && slot.offset >= offset && end <= offset + filesz,
  );
  if (!loaded) throw noSlot(name, 'has one that is not wholly loaded');
  return slot;
}

/**
 * A kernel with another RAM file system in its slot; the rest of the slot is zero. Nothing else changes.
 * @param name of the kernel, for messages.
 * @throws BenchError `OSV_SLOT_FULL` (exit 3), or as {@link findSlot}.
 */
export function fillSlot(kernel: Buffer, blob: Buffer, name: string): Buffer {
  const { offset, size } = findSlot(kernel, name);
  if (blob.length > size) {
    throw measureError(
      'OSV_SLOT_FULL',
      `the RAM file system has ${blob.length} bytes, and the slot of ${printable(name, 200)} has ${size}.`,
      'Link the kernel with a larger placeholder, as docs/systems.md says, or use the disk (rofs).',
    );
  }
  return Buffer.concat([
    kernel.subarray(0, offset),
    blob,
    Buffer.alloc(size - blob.length),
    kernel.subarray(offset + size),
  ]);
}

/** The error for a file that is no kernel of OSv. */
export function osvKernel(name: string, why: string): BenchError {
  return measureError(
    'OSV_KERNEL',
    `${printable(name, 200)} is no kernel of OSv that can be used: ${why}.`,
    'Give the stripped loader ELF for x86-64 of an OSv release, packed (.gz) or not, or of a build; if it did not come whole, get it again.',
  );
}

/** A slot whose record begins here; nothing where the bytes are of anything else, such as a message of a program. */
function slotAt(kernel: Buffer, at: number): OsvSlot | undefined {
  const contents = at + 2 * BOOTFS_RECORD;
  if (at < 0 || contents + SLOT_TEXT.length > kernel.length) return undefined;
  const [bytes, offset] = [Number(kernel.readBigUInt64LE(at)), Number(kernel.readBigUInt64LE(at + 8))];
  const last = kernel.subarray(at + BOOTFS_RECORD, contents);
  const text = kernel.toString('latin1', contents, contents + SLOT_TEXT.length);
  const is = offset === 2 * BOOTFS_RECORD && last.every((byte) => byte === 0) && text === SLOT_TEXT;
  return is ? { offset: at, size: offset + bytes } : undefined;
}

function occurrences(bytes: Buffer, wanted: Buffer): number[] {
  const found: number[] = [];
  for (let at = bytes.indexOf(wanted); at >= 0; at = bytes.indexOf(wanted, at + 1)) found.push(at);
  return found;
}

function noSlot(name: string, what: string): BenchError {
  return measureError(
    'OSV_NO_SLOT',
    `a slot for a RAM file system is needed, and ${printable(name, 200)} ${what}.`,
    'Link a kernel with a placeholder, as docs/systems.md says, or use the disk (rofs).',
  );
}

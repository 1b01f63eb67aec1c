// SPDX-License-Identifier: Apache-2.0
import { open } from 'node:fs/promises';
import { measureError } from '../../core/errors.js';
import { displayPath } from '../../core/paths.js';
import { PT_LOAD } from '../elf/segments.js';
import { isBzImage } from '../prebuilt.js';

/** `e_machine` of what an x86 machine can start: 386 for a 32-bit multiboot kernel, x86-64. */
const MACHINES: ReadonlyMap<number, string> = new Map([
  [3, 'x86'],
  [62, 'x86-64'],
]);

/** Names of others that are met, for the error. */
const OTHERS: ReadonlyMap<number, string> = new Map([
  [40, '32-bit ARM'],
  [183, 'AArch64'],
  [243, 'RISC-V'],
  [8, 'MIPS'],
  [21, 'PowerPC'],
  [22, 's390'],
]);

const HEADER_BYTES = 1024;

/**
 * Looks whether a file is a kernel that an x86-64 machine can start, and whether all of it is there.
 * @returns first byte of memory behind it when it is loaded; undefined where its beginning does not say.
 * @throws BenchError `ARTIFACT_ARCH`, `ARTIFACT_FILE`, `ARTIFACT_TRUNCATED` (exit 3).
 */
export async function requireKernel(system: string, path: string): Promise<number | undefined> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
    const header = buffer.subarray(0, bytesRead);
    if (isBzImage(header)) return undefined;
    const { size } = await file.stat();
    return requireElf(header, size, (code, what) =>
      measureError(
        code,
        `the kernel of ${system}, ${displayPath(path)}, ${what}.`,
        'Give the file for x86-64, whole and unpacked: an ELF file with a PVH or multiboot entry, or a bzImage.',
      ),
    );
  } finally {
    await file.close();
  }
}

function requireElf(
  header: Buffer,
  size: number,
  fault: (code: string, what: string) => Error,
): number | undefined {
  if (header.length < 64 || header.readUInt32BE(0) !== 0x7f454c46)
    throw fault('ARTIFACT_FILE', 'is neither an ELF file nor a bzImage');
  const little = header[5] === 1;
  const machine = little ? header.readUInt16LE(18) : header.readUInt16BE(18);
  if (!little || !MACHINES.has(machine))
    throw fault('ARTIFACT_ARCH', `is for ${OTHERS.get(machine) ?? `machine ${machine}`}, not for x86-64`);
  const layout = header[4] === 2 ? WIDE : NARROW;
  const [at, length, count] = layout.table(header);
  if (count === 0) throw fault('ARTIFACT_FILE', 'has nothing that could be loaded');
  let end: number | undefined = 0;
  for (let index = 0; index < count; index += 1) {
    const entry = at + index * length;
    if (entry + length > size)
      throw fault('ARTIFACT_TRUNCATED', `has ${size} bytes, and its table of segments lies behind them`);
    if (entry + Math.max(length, SEGMENT_BYTES) > header.length) {
      end = undefined;
      continue;
    }
    const [offset, bytes, place, room] = layout.segment(header, entry);
    if (offset + bytes > size)
      throw fault('ARTIFACT_TRUNCATED', `has ${size} bytes, and its segments need ${offset + bytes}`);
    if (header.readUInt32LE(entry) === PT_LOAD && end !== undefined) end = Math.max(end, place + room);
  }
  return end;
}

/** Where an ELF file has what: its table of segments, and of a segment place and length in the file and in memory. */
interface Layout {
  table: (header: Buffer) => [at: number, length: number, count: number];
  segment: (header: Buffer, at: number) => [offset: number, bytes: number, place: number, room: number];
}

/** Of the larger of the two. */
const SEGMENT_BYTES = 56;

const WIDE: Layout = {
  table: (header) => [Number(header.readBigUInt64LE(32)), header.readUInt16LE(54), header.readUInt16LE(56)],
  segment: (header, at) => [
    ...([Number(header.readBigUInt64LE(at + 8)), Number(header.readBigUInt64LE(at + 32))] as const),
    ...([Number(header.readBigUInt64LE(at + 24)), Number(header.readBigUInt64LE(at + 40))] as const),
  ],
};

const NARROW: Layout = {
  table: (header) => [header.readUInt32LE(28), header.readUInt16LE(42), header.readUInt16LE(44)],
  segment: (header, at) => [
    ...([header.readUInt32LE(at + 4), header.readUInt32LE(at + 16)] as const),
    ...([header.readUInt32LE(at + 12), header.readUInt32LE(at + 20)] as const),
  ],
};

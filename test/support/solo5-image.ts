// SPDX-License-Identifier: Apache-2.0

/** Numbers of 32 bits, one behind the other. */
export const words = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries()) bytes.writeUInt32LE(value, 4 * index);
  return bytes;
};

/** A note of an ELF file. */
export const note = (name: string, type: number, body: Buffer): Buffer => {
  const padded = Buffer.alloc(4 * Math.ceil((name.length + 1) / 4));
  padded.write(name, 'latin1');
  return Buffer.concat([words(name.length + 1, body.length, type), padded, body]);
};

/** An image of one segment, of notes. */
export function imageOf(notes: Buffer): Buffer {
  const header = Buffer.alloc(64 + 56);
  header.write('\x7fELF\x02\x01\x01', 'latin1');
  for (const [at, value] of [
    [16, 2],
    [18, 62],
    [54, 56],
    [56, 1],
    [58, 64],
  ] as const)
    header.writeUInt16LE(value, at);
  header.writeBigUInt64LE(64n, 32);
  header.writeUInt32LE(4, 64);
  header.writeBigUInt64LE(120n, 64 + 8);
  header.writeBigUInt64LE(BigInt(notes.length), 64 + 32);
  header.writeBigUInt64LE(BigInt(notes.length), 64 + 40);
  return Buffer.concat([header, notes]);
}

const ABI1 = 0x31494241;

/** The note that says for which tender an image is. */
export const abiNote = (target: number, version: number): Buffer =>
  note('Solo5', ABI1, words(target, version, 0, 0));

/** An image for a tender, by its number, of a version of the interface. */
export function solo5Image(target: number, version: number): Buffer {
  return imageOf(abiNote(target, version));
}

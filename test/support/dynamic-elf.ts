// SPDX-License-Identifier: Apache-2.0

/** The bytes of a library or program that names these libraries and nothing else. */
export function dynamicElf(needed: readonly string[], runpath?: string): Buffer {
  const strings = ['', ...needed, ...(runpath === undefined ? [] : [runpath])];
  const at = (index: number): bigint =>
    BigInt(Buffer.byteLength(strings.slice(0, index).join('\0')) + (index > 0 ? 1 : 0));
  const table = Buffer.from(`${strings.join('\0')}\0`);
  const tags: [bigint, bigint][] = needed.map((_, index) => [1n, at(index + 1)]);
  if (runpath !== undefined) tags.push([29n, at(needed.length + 1)]);
  const start = 64 + 2 * 56;
  const dynamic = Buffer.alloc((tags.length + 2) * 16);
  tags.push([5n, BigInt(start + dynamic.length)], [0n, 0n]);
  for (const [index, [tag, value]] of tags.entries()) {
    dynamic.writeBigUInt64LE(tag, index * 16);
    dynamic.writeBigUInt64LE(value, index * 16 + 8);
  }
  const head = Buffer.alloc(start);
  head.write('\x7fELF\x02\x01\x01', 'latin1');
  head.writeUInt16LE(3, 16);
  head.writeUInt16LE(62, 18);
  head.writeBigUInt64LE(64n, 32);
  head.writeUInt16LE(56, 54);
  head.writeUInt16LE(2, 56);
  const segment = (index: number, type: number, offset: number, size: number): void => {
    const to = 64 + index * 56;
    head.writeUInt32LE(type, to);
    for (const place of [8, 16, 24]) head.writeBigUInt64LE(BigInt(offset), to + place);
    for (const place of [32, 40]) head.writeBigUInt64LE(BigInt(size), to + place);
  };
  segment(0, 1, 0, start + dynamic.length + table.length);
  segment(1, 2, start, dynamic.length);
  return Buffer.concat([head, dynamic, table]);
}

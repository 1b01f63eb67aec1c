// SPDX-License-Identifier: Apache-2.0

const BLOCK = 512;

/** A header as nobody honest need write it. */
export interface RawEntry {
  name: string | Buffer;
  /** Type flag; `0`, a file, when missing. */
  type?: string;
  link?: string | Buffer;
  data?: Buffer;
  mode?: number;
  /** Size that the header says; that of the data when missing. */
  size?: number;
  prefix?: string;
  checksum?: number;
}

/** A tar archive of these headers, closed with two empty blocks. */
export function rawTar(entries: readonly RawEntry[], end = 2 * BLOCK): Buffer {
  return Buffer.concat([...entries.map(rawEntry), Buffer.alloc(end)]);
}

/** Header and data of one entry. */
export function rawEntry({ data = Buffer.alloc(0), ...rest }: RawEntry): Buffer {
  const padding = (BLOCK - (data.length % BLOCK)) % BLOCK;
  return Buffer.concat([header(rest, data.length), data, Buffer.alloc(padding)]);
}

/** A record of an extended header. */
export function record(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  const bytes = Buffer.byteLength(rest);
  const guess = bytes + String(bytes).length;
  return `${bytes + String(guess).length}${rest}`;
}

function header(entry: Omit<RawEntry, 'data'>, length: number): Buffer {
  const { name, type = '0', link = '', mode = 0o644, size = length, prefix = '' } = entry;
  const bytes = Buffer.alloc(BLOCK);
  Buffer.from(name).copy(bytes, 0, 0, 100);
  bytes.write(`${mode.toString(8).padStart(7, '0')}\0`, 100);
  if (size < 8 ** 11) bytes.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  else {
    bytes.writeUInt8(0x80, 124);
    bytes.writeBigUInt64BE(BigInt(size), 128);
  }
  bytes.write(type, 156, 'latin1');
  Buffer.from(link).copy(bytes, 157, 0, 100);
  bytes.write('ustar\x0000', 257, 'latin1');
  bytes.write(prefix, 345);
  bytes.fill(' ', 148, 156);
  const sum = entry.checksum ?? bytes.reduce((all, byte) => all + byte, 0);
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return bytes;
}

// SPDX-License-Identifier: Apache-2.0
import { digitsNumber, wholeNumber } from '../../core/numbers.js';

/** A header of a tar archive has one block, and contents fill whole ones. */
export const BLOCK = 512;

/** What a header says by itself. */
export interface TarHeader {
  /** Type flag, one character. */
  type: string;
  name: Buffer;
  linkName: Buffer;
  mode: number;
  /** Bytes of contents behind it. */
  size: number;
}

/** Reads a header of any of the formats in use (v7, ustar, GNU); words for one that is none. */
export function readHeader(block: Buffer): TarHeader | string {
  if (!hasChecksum(block)) return 'a header has another checksum than it says';
  const size = number(block.subarray(124, 136));
  const mode = number(block.subarray(100, 108));
  if (size === undefined || mode === undefined) return 'a header has a size or mode that is no number';
  const prefix = block.toString('latin1', 257, 263) === 'ustar\0' ? text(block.subarray(345, 500)) : '';
  const name = text(block.subarray(0, 100));
  return {
    type: String.fromCharCode(block.readUInt8(156)),
    name:
      prefix.length === 0
        ? Buffer.from(name)
        : Buffer.concat([Buffer.from(prefix), Buffer.from('/'), Buffer.from(name)]),
    linkName: Buffer.from(text(block.subarray(157, 257))),
    mode: mode & 0o7777,
    size,
  };
}

/** Fields of an extended header: records of `length key=value` and a newline; `undefined` for anything else. */
export function readExtended(bytes: Buffer): Map<string, Buffer> | undefined {
  const fields = new Map<string, Buffer>();
  for (let at = 0; at < bytes.length;) {
    const space = bytes.indexOf(' ', at);
    const digits = bytes.toString('latin1', at, space);
    const length = /^[1-9][0-9]{0,7}$/.test(digits) ? (wholeNumber(digits) ?? 0) : 0;
    const record = bytes.subarray(space + 1, at + length);
    const equals = record.indexOf('=');
    if (space < 0 || at + length > bytes.length || equals < 1 || record.at(-1) !== 0x0a) return undefined;
    fields.set(record.toString('utf8', 0, equals), record.subarray(equals + 1, -1));
    at += length;
  }
  return fields;
}

/** The bytes up to the first zero byte. */
export function text(field: Buffer): Buffer {
  const end = field.indexOf(0);
  return end < 0 ? field : field.subarray(0, end);
}

/** A whole decimal number of an extended header. */
export function decimal(field: Buffer): number | undefined {
  return wholeNumber(field.toString('latin1'));
}

/** Octal digits, or with the first bit set a number of base 256. */
function number(field: Buffer): number | undefined {
  if ((field[0] ?? 0) & 0x80) {
    const value = [...field.subarray(1)].reduce((sum, byte) => sum * 256 + byte, (field[0] ?? 0) & 0x7f);
    return Number.isSafeInteger(value) ? value : undefined;
  }
  const found = /^[\0 ]*$|^ *([0-7]+)[\0 ]*$/.exec(field.toString('latin1'));
  return found === null ? undefined : digitsNumber(found[1] ?? '0', 8, field.length);
}

function hasChecksum(block: Buffer): boolean {
  const said = number(block.subarray(148, 156));
  let sum = 0;
  for (const [index, byte] of block.entries()) sum += index >= 148 && index < 156 ? 0x20 : byte;
  return said === sum;
}

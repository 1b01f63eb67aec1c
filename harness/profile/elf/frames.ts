// SPDX-License-Identifier: Apache-2.0
import { type ElfFile, sectionBytes } from '../../image/elf/file.js';
import { byStart, type CodeRange } from './ranges.js';

/** Reads bytes one after the other; past the end it gives zeros, and `over` says so. */
class Cursor {
  readonly #bytes: Buffer;
  at: number;

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  get over(): boolean {
    return this.at > this.#bytes.length;
  }

  u8(): number {
    return this.#bytes[this.at++] ?? 0;
  }

  u32(): number {
    this.at += 4;
    return this.over ? 0 : this.#bytes.readUInt32LE(this.at - 4);
  }

  u64(): bigint {
    this.at += 8;
    return this.over ? 0n : this.#bytes.readBigUInt64LE(this.at - 8);
  }

  /** A number of variable length; what is beyond ten bytes is damage. */
  leb128(): number {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.u8();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) break;
    }
    return value;
  }

  text(): string {
    let text = '';
    for (let byte = this.u8(); byte !== 0 && text.length < 16; byte = this.u8())
      text += String.fromCharCode(byte);
    return text;
  }

  /** A number in one of the formats of exception tables; undefined for one that no compiler uses here. */
  encoded(format: number): bigint | undefined {
    switch (format & 0xf) {
      case 0x0:
      case 0x4:
      case 0xc:
        return BigInt.asIntN(64, this.u64());
      case 0x3:
        return BigInt(this.u32());
      case 0xb:
        return BigInt(this.u32() | 0);
      default:
        return undefined;
    }
  }
}

const PC_RELATIVE = 0x10;

/**
 * Functions that a file's table of stack frames has, sorted. Their names are their offsets: this table is what is left of them in a
 * stripped program. What cannot be read is left out.
 */
export function framesOf(elf: ElfFile): CodeRange[] {
  const section = elf.sections.find(({ name }) => name === '.eh_frame');
  if (section === undefined) return [];
  const bytes = sectionBytes(elf, section);
  const encodings = new Map<number, number | undefined>();
  const found: CodeRange[] = [];
  for (let at = 0; at + 8 <= bytes.length;) {
    const length = bytes.readUInt32LE(at);
    // 0 ends the table; entries of more than 4 GiB exist in standards only.
    if (length < 4 || length === 0xffffffff) break;
    const back = bytes.readUInt32LE(at + 4);
    if (back !== 0) {
      const common = at + 4 - back;
      if (!encodings.has(common)) encodings.set(common, encodingOf(bytes, common));
      const range = rangeOf(new Cursor(bytes, at + 8), section.address, encodings.get(common));
      if (range !== undefined) found.push(range);
    }
    at += 4 + length;
  }
  return withoutOverlaps(found.sort(byStart));
}

/** How the entries of a common part (CIE) write addresses; undefined when that is not known. */
function encodingOf(bytes: Buffer, at: number): number | undefined {
  if (at < 0) return undefined;
  const cursor = new Cursor(bytes, at + 8);
  const version = cursor.u8();
  const augmentation = cursor.text();
  cursor.leb128();
  cursor.leb128();
  if (version === 1) cursor.u8();
  else cursor.leb128();
  if (!augmentation.startsWith('z')) return augmentation === '' ? 0 : undefined;
  cursor.leb128();
  for (const letter of augmentation.slice(1)) {
    if (letter === 'R') return cursor.over ? undefined : cursor.u8();
    if (letter === 'L') cursor.u8();
    else if (letter === 'P') cursor.encoded(cursor.u8());
    else if (letter !== 'S' && letter !== 'B') return undefined;
  }
  return 0;
}

function rangeOf(cursor: Cursor, base: bigint, encoding: number | undefined): CodeRange | undefined {
  if (encoding === undefined || (encoding & 0x70 & ~PC_RELATIVE) !== 0) return undefined;
  const place = base + BigInt(cursor.at);
  const value = cursor.encoded(encoding);
  const length = cursor.encoded(encoding);
  if (value === undefined || length === undefined || length <= 0n || cursor.over) return undefined;
  const start = BigInt.asUintN(64, (encoding & PC_RELATIVE) === 0 ? value : place + value);
  return { start, end: start + length, name: offsetName(start), source: '' };
}

/** The name of code that has none. */
export function offsetName(address: bigint): string {
  return `0x${address.toString(16)}`;
}

/** Of ranges that overlap, as no compiler makes them, what lies behind the earlier one. */
function withoutOverlaps(ranges: readonly CodeRange[]): CodeRange[] {
  const kept: CodeRange[] = [];
  let end = 0n;
  for (const range of ranges) {
    const start = range.start > end ? range.start : end;
    if (range.end <= start) continue;
    kept.push({ ...range, start });
    end = range.end;
  }
  return kept;
}

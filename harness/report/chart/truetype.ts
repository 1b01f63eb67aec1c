// SPDX-License-Identifier: Apache-2.0

/** Advance widths of a TrueType font, in units of the em. */
export interface Advances {
  /** Width of one code point as a fraction of the font size. */
  advance(codePoint: number): number;
}

/** Reads the tables `head`, `hhea`, `hmtx` and `cmap` (formats 4 and 12); nothing else is needed for text widths. */
export function readAdvances(font: Buffer): Advances {
  const table = tables(font);
  const unitsPerEm = font.readUInt16BE(table('head') + 18);
  const metrics = font.readUInt16BE(table('hhea') + 34);
  const hmtx = table('hmtx');
  const glyphOf = characterMap(font, table('cmap'));
  return {
    advance(codePoint) {
      const metric = Math.min(glyphOf(codePoint), metrics - 1);
      return font.readUInt16BE(hmtx + metric * 4) / unitsPerEm;
    },
  };
}

/** Offsets of the tables by their four-letter tag. */
function tables(font: Buffer): (tag: string) => number {
  const offsets = new Map<string, number>();
  for (let index = 0; index < font.readUInt16BE(4); index += 1) {
    const record = 12 + index * 16;
    offsets.set(font.toString('latin1', record, record + 4), font.readUInt32BE(record + 8));
  }
  return (tag) => {
    const offset = offsets.get(tag);
    if (offset === undefined) throw new RangeError(`The font has no ${tag} table.`);
    return offset;
  };
}

/** From code point to glyph; 0, the missing glyph, for what the font does not have. */
function characterMap(font: Buffer, cmap: number): (codePoint: number) => number {
  const subtables = new Map<number, number>();
  for (let index = 0; index < font.readUInt16BE(cmap + 2); index += 1) {
    const offset = cmap + font.readUInt32BE(cmap + 4 + index * 8 + 4);
    subtables.set(font.readUInt16BE(offset), offset);
  }
  const full = subtables.get(12);
  if (full !== undefined) return (codePoint) => fromGroups(font, full, codePoint);
  const basic = subtables.get(4);
  if (basic === undefined) throw new RangeError('The font has no character map of format 4 or 12.');
  return (codePoint) => fromSegments(font, basic, codePoint);
}

function fromGroups(font: Buffer, offset: number, codePoint: number): number {
  let first = 0;
  let last = font.readUInt32BE(offset + 12) - 1;
  while (first <= last) {
    const middle = (first + last) >> 1;
    const group = offset + 16 + middle * 12;
    const start = font.readUInt32BE(group);
    if (codePoint < start) last = middle - 1;
    else if (codePoint > font.readUInt32BE(group + 4)) first = middle + 1;
    else return font.readUInt32BE(group + 8) + codePoint - start;
  }
  return 0;
}

function fromSegments(font: Buffer, offset: number, codePoint: number): number {
  const size = font.readUInt16BE(offset + 6);
  for (let segment = 0; segment < size; segment += 2) {
    if (codePoint > font.readUInt16BE(offset + 14 + segment)) continue;
    const start = font.readUInt16BE(offset + 16 + size + segment);
    if (codePoint < start) return 0;
    const delta = font.readUInt16BE(offset + 16 + 2 * size + segment);
    const rangeAt = offset + 16 + 3 * size + segment;
    const range = font.readUInt16BE(rangeAt);
    if (range === 0) return (codePoint + delta) & 0xffff;
    const glyph = font.readUInt16BE(rangeAt + range + 2 * (codePoint - start));
    return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
  }
  return 0;
}

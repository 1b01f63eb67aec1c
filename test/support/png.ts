// SPDX-License-Identifier: Apache-2.0
import { inflateSync } from 'node:zlib';

/** Brightness of an image, 0 to 255. */
export interface Brightness {
  mean: number;
  darkest: number;
  brightest: number;
}

/** Brightness of a PNG as browsers write it: 8 bits, RGB or RGBA, not interlaced. */
export function brightness(png: Buffer): Brightness {
  const width = png.readUInt32BE(16);
  const channels = png[25] === 6 ? 4 : 3;
  const rows = unfiltered(inflateSync(imageData(png)), width * channels, channels);
  let sum = 0;
  let darkest = 255;
  let brightest = 0;
  let count = 0;
  for (const row of rows) {
    for (let index = 0; index < row.length; index += channels) {
      const value = ((row[index] ?? 0) + (row[index + 1] ?? 0) + (row[index + 2] ?? 0)) / 3;
      sum += value;
      count += 1;
      darkest = Math.min(darkest, value);
      brightest = Math.max(brightest, value);
    }
  }
  return { mean: sum / count, darkest, brightest };
}

function imageData(png: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let offset = 8; offset < png.length; offset += 12 + png.readUInt32BE(offset)) {
    const start = offset + 8;
    if (png.toString('latin1', offset + 4, start) === 'IDAT')
      parts.push(png.subarray(start, start + png.readUInt32BE(offset)));
  }
  return Buffer.concat(parts);
}

/** Undoes the five filters of PNG, section 9 of its specification. */
function* unfiltered(data: Buffer, stride: number, channels: number): Generator<Buffer> {
  let above = Buffer.alloc(stride);
  for (let start = 0; start < data.length; start += stride + 1) {
    const filter = data[start] ?? 0;
    const row = Buffer.from(data.subarray(start + 1, start + 1 + stride));
    for (let index = 0; index < stride; index += 1) {
      const left = index < channels ? 0 : (row[index - channels] ?? 0);
      const corner = index < channels ? 0 : (above[index - channels] ?? 0);
      row[index] = (row[index] ?? 0) + predicted(filter, left, above[index] ?? 0, corner);
    }
    yield row;
    above = row;
  }
}

function predicted(filter: number, left: number, above: number, corner: number): number {
  if (filter === 4) return paeth(left, above, corner);
  return [0, left, above, (left + above) >> 1][filter] ?? 0;
}

function paeth(left: number, above: number, corner: number): number {
  const estimate = left + above - corner;
  const distances = [left, above, corner].map((value) => Math.abs(estimate - value));
  const least = Math.min(...distances);
  return [left, above, corner][distances.indexOf(least)] ?? 0;
}

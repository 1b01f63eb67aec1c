// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Advances, readAdvances } from './truetype.js';

/** Weights that the charts use. */
export type Weight = 'normal' | 'bold';

/** What the charts ask for: the bundled font where it is installed, else common fonts that are no wider. */
export const FONT_STACK = 'DejaVu Sans Condensed, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif';

const require = createRequire(import.meta.url);

/** Path of the bundled font file of a weight. */
export function fontFile(weight: Weight): string {
  const name = weight === 'bold' ? 'DejaVuSansCondensed-Bold.ttf' : 'DejaVuSansCondensed.ttf';
  return require.resolve(`dejavu-fonts-ttf/ttf/${name}`);
}

const loaded = new Map<Weight, Advances>();

/** Advance widths of the bundled font, read once. */
function advances(weight: Weight): Advances {
  const known = loaded.get(weight);
  if (known !== undefined) return known;
  const read = readAdvances(readFileSync(fontFile(weight)));
  loaded.set(weight, read);
  return read;
}

/** Width of a text in pixels, from the real metrics of the bundled font. */
export function textWidth(text: string, size: number, weight: Weight = 'normal'): number {
  const font = advances(weight);
  let ems = 0;
  for (const character of text) ems += font.advance(character.codePointAt(0) ?? 0);
  return ems * size;
}

/** Widest of several texts in pixels. */
export function widest(texts: readonly string[], size: number, weight: Weight = 'normal'): number {
  return Math.max(0, ...texts.map((text) => textWidth(text, size, weight)));
}

/** Breaks a text into lines that fit the width, none before a per cent sign; a single word that is wider stays whole on its own line. */
export function wrap(text: string, width: number, size: number, weight: Weight = 'normal'): string[] {
  const lines: string[] = [];
  for (const word of text.split(/ (?!%)/)) {
    const last = lines.at(-1);
    const joined = `${last ?? ''} ${word}`;
    if (last !== undefined && textWidth(joined, size, weight) <= width) lines[lines.length - 1] = joined;
    else lines.push(word);
  }
  return lines;
}

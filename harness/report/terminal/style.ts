// SPDX-License-Identifier: Apache-2.0
import type { Kind } from '../model/types.js';

/** Ways to write text; each leaves it as it is when there is no colour. */
export interface Style {
  /** What the eye should find first. */
  strong: (text: string) => string;
  /** Explanations. */
  faint: (text: string) => string;
  /** What could not be measured. */
  problem: (text: string) => string;
  /** A bar, coloured by what it stands for. */
  bar: (text: string, kind: Kind) => string;
}

/** ANSI styles, or none. */
export function styles(color: boolean): Style {
  const paint = (open: number, close: number) => (text: string) =>
    color && text !== '' ? `\u001b[${open}m${text}\u001b[${close}m` : text;
  const bars: Record<Kind, (text: string) => string> = {
    baseline: paint(90, 39),
    subject: paint(94, 39),
    other: paint(37, 39),
  };
  return {
    strong: paint(1, 22),
    faint: paint(2, 22),
    problem: paint(31, 39),
    bar: (text, kind) => bars[kind](text),
  };
}

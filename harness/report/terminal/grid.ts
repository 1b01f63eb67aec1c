// SPDX-License-Identifier: Apache-2.0
import { columns } from './width.js';

/** Widths of the columns of a panel, in columns of the terminal. */
export interface Grid {
  width: number;
  name: number;
  value: number;
  ratio: number;
  /** 0 when the spread stands on a line of its own, or there is none. */
  spread: number;
  /** 0 when there is no space for a bar that says anything. */
  bar: number;
  /** True when the numbers stand below the name. */
  stacked: boolean;
}

/** Texts that share a grid, one each per row. */
type Texts = Readonly<Record<'name' | 'value' | 'ratio' | 'spread', string>>;

const INDENT = 4;
const GAP = 2;
const LONGEST_BAR = 24;
const LEAST_BAR = 8;

/** Names are cut before anything moves to another line, but not to fewer columns than these. */
const LEAST_NAME = 16;

/** The widest form that fits: all in a line and a bar behind it, the spread below, or the numbers below the name. */
export function gridOf(rows: readonly Texts[], width: number): Grid {
  const widest = (of: keyof Texts): number => Math.max(0, ...rows.map((row) => columns(row[of])));
  const [longest, value, ratio, spread] = [
    widest('name'),
    widest('value'),
    widest('ratio'),
    widest('spread'),
  ];
  const left = width - INDENT - 2 * GAP - value - ratio;
  const beside = left - (spread === 0 ? 0 : spread + GAP);
  const least = Math.min(longest, LEAST_NAME);
  if (left < least) {
    return { width, name: Math.min(longest, width - INDENT), value, ratio, spread: 0, bar: 0, stacked: true };
  }
  const name = Math.min(longest, beside < least ? left : beside);
  const bar = Math.min(LONGEST_BAR, beside - name - GAP);
  return {
    ...{ width, name, value, ratio, stacked: false },
    spread: beside < least ? 0 : spread,
    bar: bar < LEAST_BAR ? 0 : bar,
  };
}

// SPDX-License-Identifier: Apache-2.0
import type { PublishedUnit } from '../../claim/published-types.js';
import type { Direction, Unit } from '../../metric/types.js';
import { ratioText } from './number.js';

/** What decides the word for more or less of a metric; an empty unit is not known, and published ratios have none. */
export interface Measured {
  unit: Unit | PublishedUnit | '';
  direction: Direction;
}

/** Words for a ratio below 1 and above 1. */
type Pair = readonly [below: string, above: string];

const SIZE: Pair = ['smaller', 'larger'];
const COUNT: Pair = ['fewer', 'more'];
const AMOUNT: Pair = ['less', 'more'];
const TIME: Pair = ['shorter', 'longer'];
const COST: Pair = ['faster', 'slower'];

const WORDS: Record<Measured['unit'], Pair> = {
  ...{ vns: TIME, ns: TIME, ms: TIME },
  ...{ 'req/vs': COUNT, 'req/s': COUNT, 'kreq/s': COUNT, requests: COUNT, options: COUNT },
  ...{ 'MB/vs': AMOUNT, 'MB/s': AMOUNT, ratio: AMOUNT, '': AMOUNT },
  ...{ bytes: SIZE, MiB: SIZE, MB: SIZE },
};

/** Which way a ratio of such values goes, in one word: `faster`, `smaller`, `more`. The ratio must not be 1. */
function wordFor(ratio: number, { unit, direction }: Measured): string {
  const words = WORDS[unit];
  const [below, above] = words === TIME && direction === 'lower' ? COST : words;
  return ratio < 1 ? below : above;
}

/**
 * A ratio to the baseline in words: `23 % more`, `19 % faster`, `103× faster`, `no difference`. Per cent are of the
 * baseline's value, so something `19 % faster` takes 19 % less time; from a factor of two on it is the factor.
 */
export function comparison(ratio: number, measured: Measured): string {
  if (ratio === 1) return 'no difference';
  if (ratio < 0) return 'below zero';
  return `${sizeOf(ratio)} ${wordFor(ratio, measured)}`;
}

/**
 * The same with the ratio itself: `19 % faster (0.81×)`; where the words are the ratio, it stands once: `2.50× slower`.
 * @param plain the ratio as a number, for a caller that shows more digits than usual.
 */
export function ratioWords(ratio: number, measured: Measured, plain: string = plainRatio(ratio)): string {
  if (ratio >= FACTOR) return `${plain} ${wordFor(ratio, measured)}`;
  return `${comparison(ratio, measured)} (${plain})`;
}

/** The ratio alone, with as many digits as tell it from 1. */
export function plainRatio(ratio: number): string {
  const distance = Math.abs(ratio - 1);
  if (distance >= 0.00995) return ratioText(ratio);
  return `${ratio.toFixed(distance === 0 || distance >= 0.000995 ? 3 : 4)}×`;
}

/** From where on a difference is a factor; what would be rounded to it already counts. */
const FACTOR = 1.995;

function sizeOf(ratio: number): string {
  if (ratio >= FACTOR) return ratioText(ratio);
  if (ratio > 0 && 1 / ratio >= FACTOR) return ratioText(1 / ratio);
  const percent = 100 * Math.abs(ratio - 1);
  if (percent < 0.01) return '<0.01 %';
  return `${percent.toFixed(percent >= 9.95 ? 0 : percent >= 0.995 ? 1 : 2)} %`;
}

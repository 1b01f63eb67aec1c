// SPDX-License-Identifier: Apache-2.0
import { smallestSeen, trimmedBounds } from '../statistics/index.js';
import { neighbourLogs } from './control.js';
import { type Looks, confidenceAt } from './looks.js';
import { CONFIDENCE, FEWEST_PAIRS } from './paired.js';

/** What a number of boots would show. */
export interface Seen {
  /** Of each side. */
  boots: number;
  /** The least ratio in the bad direction that is seen four times of five. */
  ratio: number;
}

/**
 * What each look would show, from boots of one thing that were made before: neighbours among them differ by what pairs of equal sides
 * will. Undefined below five pairs of them.
 * @param series values of one state of a system in the order of its boots, one for each run that had some.
 */
export function expectedPower(
  series: readonly (readonly number[])[],
  margin: number,
  { looks }: Pick<Looks, 'looks'>,
): Seen[] | undefined {
  const logs = series.flatMap((values) => neighbourLogs(values) ?? []);
  const spread = logs.length < FEWEST_PAIRS ? undefined : trimmedBounds(logs, CONFIDENCE);
  if (spread === undefined) return undefined;
  return looks.map((boots, index) => {
    const confidence = confidenceAt(index, looks.length);
    const least = smallestSeen(spread.deviation, boots, confidence, Math.log(1 + margin));
    return { boots, ratio: Math.exp(least) };
  });
}

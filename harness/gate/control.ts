// SPDX-License-Identifier: Apache-2.0
import { trimmedBounds } from '../statistics/index.js';
import { CONFIDENCE, FEWEST_PAIRS } from './paired.js';

/** What a side against itself looks like, as bounds of a ratio that should be 1. */
export interface Control {
  /** True when the bounds exclude what the margin allows: a host on which this happens shows differences that are none. */
  fired: boolean;
  low: number;
  high: number;
}

/** Logarithms of the ratios of neighbours, which are of one thing; undefined where a value is not above zero. */
export function neighbourLogs(values: readonly number[]): number[] | undefined {
  const logs: number[] = [];
  for (let index = 0; index + 1 < values.length; index += 2) {
    const [first = 0, second = 0] = [values[index], values[index + 1]];
    if (!(first > 0) || !(second > 0)) return undefined;
    // Turn about, as the sides are: a drift over the run then cancels here as it does there.
    logs.push(index % 4 === 0 ? Math.log(second / first) : Math.log(first / second));
  }
  return logs;
}

/**
 * The control: boots of one side against each other, the odd against the even ones, judged by the rule that judges the sides,
 * in both directions. Undefined where there are too few boots for the rule.
 * @param values of one side, in the order in which its boots were made.
 */
export function controlOf(values: readonly number[], margin: number): Control | undefined {
  const logs = neighbourLogs(values);
  if (logs === undefined || logs.length < FEWEST_PAIRS) return undefined;
  const bounds = trimmedBounds(logs, CONFIDENCE);
  if (bounds === undefined) return undefined;
  const limit = Math.log(1 + margin);
  const fired = bounds.low > limit || bounds.high < -limit;
  return { fired, low: Math.exp(bounds.low), high: Math.exp(bounds.high) };
}

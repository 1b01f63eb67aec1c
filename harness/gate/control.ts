// SPDX-License-Identifier: Apache-2.0
import { type Side, bootNumbers } from '../comparison/index.js';
import { varies } from '../metric/units.js';
import { trimmedBounds } from '../statistics/index.js';
import type { MatchedCells } from './match.js';
import { CONFIDENCE, FEWEST_PAIRS } from './paired.js';
import type { Control, SideControl } from './types.js';

/** The control of either side of a metric that varies from boot to boot; none where too few boots were made for it. */
export function controlsOf({ base, head }: MatchedCells, margin: number): SideControl[] {
  return [controlOfSide('base', base, margin), controlOfSide('head', head, margin)].flat();
}

function controlOfSide(side: SideControl['side'], found: Side | undefined, margin: number): SideControl[] {
  if (found === undefined) return [];
  const { clock, unit, unpaired, values } = found.cell;
  if (clock !== 'wall' || !varies(unit) || unpaired === true) return [];
  const control = controlOf(values, margin, bootNumbers(found.cell));
  return control === undefined ? [] : [{ side, ...control }];
}

/**
 * Logarithms of the ratios of neighbouring boots, 1 and 2, 3 and 4, and so on, which are of one thing; undefined where a value is not
 * above zero. A boot whose neighbour failed is left out.
 * @param boots their numbers; 1, 2, ... when missing.
 */
export function neighbourLogs(
  values: readonly number[],
  boots: readonly number[] = values.map((_, index) => index + 1),
): number[] | undefined {
  const byBoot = new Map(values.map((value, index) => [boots[index], value]));
  const logs: number[] = [];
  for (const boot of boots.filter((one) => one % 2 === 1)) {
    const [first, second] = [byBoot.get(boot), byBoot.get(boot + 1)];
    if (first === undefined || second === undefined) continue;
    if (!(first > 0) || !(second > 0)) return undefined;
    // Turn about, as the sides are: a drift over the run then cancels here as it does there.
    logs.push(boot % 4 === 1 ? Math.log(second / first) : Math.log(first / second));
  }
  return logs;
}

/**
 * The control: neighbouring boots of one side against each other, judged by the rule that judges the sides, in both directions.
 * Undefined where there are too few of them for the rule.
 * @param values of one side, in the order in which its boots were made.
 * @param boots their numbers; 1, 2, ... when missing.
 */
export function controlOf(
  values: readonly number[],
  margin: number,
  boots?: readonly number[],
): Control | undefined {
  const logs = neighbourLogs(values, boots);
  if (logs === undefined || logs.length < FEWEST_PAIRS) return undefined;
  const bounds = trimmedBounds(logs, CONFIDENCE);
  if (bounds === undefined) return undefined;
  const limit = Math.log(1 + margin);
  const fired = bounds.low > limit || bounds.high < -limit;
  return { n: logs.length, fired, low: Math.exp(bounds.low), high: Math.exp(bounds.high) };
}

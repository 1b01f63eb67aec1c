// SPDX-License-Identifier: Apache-2.0
import { usageError } from '../core/errors.js';
import { decimalNumber } from '../core/numbers.js';
import { printable } from '../core/printable.js';
import type { Clock } from '../metric/types.js';

/** How much worse counts as nothing where nobody says, as a part of the base. */
const DEFAULTS: Readonly<Record<Clock, number>> = { deterministic: 0.001, wall: 0.01 };

/** Margins by metric; the empty name is for all others. */
export type Margins = ReadonlyMap<string, number>;

/** The margin of a metric, as a part of the base. */
export function marginOf(metric: string, clock: Clock, margins: Margins): number {
  return margins.get(metric) ?? margins.get('') ?? DEFAULTS[clock];
}

/**
 * Reads `0.5%`, `boot.guest=0.5%` or both, one each.
 * @throws BenchError `MARGIN_WRONG` (exit 2).
 */
export function readMargins(texts: readonly string[]): Margins {
  const margins = new Map<string, number>();
  for (const text of texts) {
    const { name = '', digits = '' } =
      /^(?:(?<name>[a-z][a-z0-9._]{0,99})=)?(?<digits>\d{1,3}(?:\.\d{1,6})?) ?%$/.exec(text)?.groups ?? {};
    const percent = decimalNumber(digits);
    if (percent === undefined || percent > 100) {
      throw usageError(
        'MARGIN_WRONG',
        `--margin "${printable(text, 100)}" is no margin.`,
        'Give per cent, for all metrics or for one: --margin 0.5% or --margin boot.guest=0.1%.',
      );
    }
    margins.set(name, percent / 100);
  }
  return margins;
}

// SPDX-License-Identifier: Apache-2.0
import { controlOf } from '../../../harness/gate/control.js';
import { type PairedDecision, decidePaired } from '../../../harness/gate/paired.js';
import type { MetricVerdict } from '../../../harness/gate/types.js';
import type { ValuePair } from '../../../harness/statistics/index.js';

/** Boots of two sides that took turns. */
export interface Taken {
  base: number[];
  head: number[];
}

/** What our rule makes of a metric, in which less is better. */
export function verdictOn(taken: Taken, fresh?: Taken): MetricVerdict {
  const { verdict } = decided(taken, fresh);
  return verdict === 'regression' && controlOf(taken.base, MARGIN)?.fired === true ? 'host not fit' : verdict;
}

/** True for a regression that is to be confirmed. */
export function isSuspect(taken: Taken): boolean {
  return decided(taken).suspect;
}

const MARGIN = 0.01;

function decided(taken: Taken, fresh?: Taken): PairedDecision {
  return decidePaired({
    pairs: pairsOf(taken),
    fresh: fresh === undefined ? undefined : pairsOf(fresh),
    direction: 'lower',
    margin: MARGIN,
  });
}

function pairsOf({ base, head }: Taken): ValuePair[] {
  return head.map((value, index) => ({ value, baseline: base[index] ?? Number.NaN }));
}

// SPDX-License-Identifier: Apache-2.0
import { type TwoMeans, twoMeans } from '../../statistics/index.js';
import { weakChanges } from './weak.js';

/** A place at which a series changed for good. */
export interface ChangePoint extends TwoMeans {
  /** The first value behind the change. */
  index: number;
}

/** How sure a change must be. */
export interface ChangeRules {
  /** Values that are looked at together. */
  window: number;
  /** Largest probability that a change is none. */
  most: number;
}

/** As Apache Otava has them by default. */
export const CHANGE_RULES: ChangeRules = { window: 50, most: 0.001 };

/** What is looked for first may be this much less certain: a change can hide the next one until it is known itself. */
const WEAKER = 10;

/**
 * The places at which a series changed, by E-divisive means with Student's t-test for certainty, as Apache Otava (Hunter) has it. Nothing in it
 * is random: equal series have equal changes. A gate never asks for them.
 *
 * Sources: Matteson and James, arXiv:1306.4933; Fleming et al., Hunter, arXiv:2301.03034; Apache Otava, docs/MATH.md.
 */
export function changePoints(
  values: readonly number[],
  { window, most }: ChangeRules = CHANGE_RULES,
): ChangePoint[] {
  const weak = weakChanges(values, window, most * WEAKER);
  const changes = weak.map((index, at) =>
    testAt(values, weak[at - 1] ?? 0, index, weak[at + 1] ?? values.length),
  );
  for (;;) {
    const at = leastCertain(changes);
    const doubtful = changes[at];
    if (doubtful === undefined || doubtful.probability <= most) return changes;
    changes.splice(at, 1);
    // Its neighbours have more values on that side now.
    for (const near of [at - 1, at]) {
      const change = changes[near];
      if (change === undefined) continue;
      const [from, to] = [changes[near - 1]?.index ?? 0, changes[near + 1]?.index ?? values.length];
      changes[near] = testAt(values, from, change.index, to);
    }
  }
}

function testAt(values: readonly number[], from: number, index: number, to: number): ChangePoint {
  return { index, ...twoMeans(values.slice(from, index), values.slice(index, to)) };
}

/** The least certain one; -1 where there are none. */
function leastCertain(changes: readonly ChangePoint[]): number {
  return changes.reduce(
    (worst, { probability }, at) => (probability > (changes[worst]?.probability ?? -1) ? at : worst),
    -1,
  );
}

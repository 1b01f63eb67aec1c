// SPDX-License-Identifier: Apache-2.0
import { compareMetrics } from '../../harness/gate/compare.js';
import { readMargins } from '../../harness/gate/margin.js';
import type { MetricComparison } from '../../harness/gate/types.js';
import { DETERMINISTIC, cell, runOf } from '../comparison/fixture.js';
import { noisy } from '../support/random.js';

/** A metric of the deterministic clock whose boots had these values on either side. */
export function exactly(base: number[], head: number[], metric = 'boot.guest'): MetricComparison {
  const about = { ...DETERMINISTIC, metric };
  const [one] = compareMetrics(
    { run: runOf(base.length === 0 ? [] : [cell('x', base, about)]) },
    { run: runOf(head.length === 0 ? [] : [cell('x', head, about)]) },
    readMargins([]),
  );
  if (one === undefined) throw new Error('a side has values');
  return one;
}

/** A metric of boots that took turns, the head's so many times as long. */
export function timed(factor: number, metric = 'boot.vmm', boots = 20): MetricComparison {
  const run = runOf([
    cell('b', noisy(1, boots, 0.001), { metric }),
    cell(
      'h',
      noisy(2, boots, 0.001).map((value) => value * factor),
      { metric },
    ),
  ]);
  const [one] = compareMetrics({ run, system: 'b' }, { run, system: 'h' }, readMargins([]));
  if (one === undefined) throw new Error('both sides have values');
  return one;
}

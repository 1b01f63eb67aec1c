// SPDX-License-Identifier: Apache-2.0
import { EXIT, type ExitCode } from '../core/errors.js';
import type { Rate } from '../statistics/index.js';
import { rateOf } from '../statistics/index.js';
import type { GateVerdict, MetricComparison, MetricVerdict } from './types.js';

/** The worst first. What is proven to be worse is worth more than what could not be seen beside it. */
const ORDER: readonly MetricVerdict[] = [
  'regression',
  'not comparable',
  'could not measure',
  'inconclusive',
  'new',
  'improvement',
  'pass',
];

const EXITS: Readonly<Record<GateVerdict, ExitCode>> = {
  regression: EXIT.regression,
  'not comparable': EXIT.notComparable,
  'could not measure': EXIT.couldNotMeasure,
  'host not fit': EXIT.couldNotMeasure,
  // Never that of a comparison: what has only new metrics could not be measured.
  new: EXIT.couldNotMeasure,
  inconclusive: EXIT.inconclusive,
  improvement: EXIT.ok,
  pass: EXIT.ok,
};

/** Exit code of a verdict. */
export function exitOf(verdict: GateVerdict): ExitCode {
  return EXITS[verdict];
}

/** Metrics with the worst first; those of one verdict by how far they moved in the bad direction. */
export function worstFirst(metrics: readonly MetricComparison[]): MetricComparison[] {
  const rank = ({ verdict }: MetricComparison): number => ORDER.indexOf(verdict);
  return [...metrics].sort((a, b) => rank(a) - rank(b) || worsening(b) - worsening(a));
}

/**
 * The verdict of a comparison: the worst of its metrics. Where nothing was compared it is never green. A control that fires says
 * that this host shows differences that are none: then nothing is called a regression, and where controls fire more often than
 * their own error allows, nothing is called anything.
 */
export function verdictOf(metrics: readonly MetricComparison[]): GateVerdict {
  // What is new has nothing that it could be worse than.
  const [worst] = worstFirst(metrics.filter(({ verdict }) => verdict !== 'new'));
  if (worst === undefined) return 'could not measure';
  const control = controlRate(metrics);
  const doubtful = control !== undefined && control.count > 0;
  if (doubtful && (worst.verdict === 'regression' || control.low > EXPECTED)) return 'host not fit';
  return worst.verdict === 'improvement' ? 'pass' : worst.verdict;
}

/** How often a control may fire on a host that is fit: once in a hundred, in either direction. */
const EXPECTED = 0.02;

/** How often the controls of these metrics fired; undefined where none had one. */
export function controlRate(metrics: readonly MetricComparison[]): Rate | undefined {
  const controls = metrics.flatMap(({ control }) => (control === undefined ? [] : [control]));
  if (controls.length === 0) return undefined;
  return rateOf(controls.filter(({ fired }) => fired).length, controls.length);
}

function worsening({ ratio = 1, direction }: MetricComparison): number {
  const log = ratio > 0 ? Math.log(ratio) : Number.NEGATIVE_INFINITY;
  return direction === 'lower' ? log : -log;
}

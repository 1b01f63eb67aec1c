// SPDX-License-Identifier: Apache-2.0
import { EXIT, type ExitCode } from '../core/errors.js';
import { FAIL_VERDICTS } from './fail-on.js';
import type { FailOn, GateVerdict, MetricComparison, MetricVerdict } from './types.js';

/** The worst first. What is proven to be worse is worth more than what could not be seen beside it. */
const ORDER: readonly MetricVerdict[] = [
  'regression',
  'not comparable',
  'host not fit',
  'could not measure',
  'inconclusive',
  'accepted',
  'new',
  'improvement',
  'pass',
];

const EXITS: Readonly<Record<MetricVerdict, ExitCode>> = {
  regression: EXIT.regression,
  'not comparable': EXIT.notComparable,
  'could not measure': EXIT.couldNotMeasure,
  'host not fit': EXIT.couldNotMeasure,
  // Of a metric; what has only new metrics could not be measured.
  new: EXIT.ok,
  inconclusive: EXIT.inconclusive,
  accepted: EXIT.ok,
  improvement: EXIT.ok,
  pass: EXIT.ok,
};

/** Exit code of a verdict by itself. */
export function exitOf(verdict: GateVerdict): ExitCode {
  return EXITS[verdict];
}

/** True for what is no reason to look. */
export function isGreen(verdict: MetricVerdict): boolean {
  return EXITS[verdict] === EXIT.ok;
}

/** Metrics with the worst first; those of one verdict by how far they moved in the bad direction. */
export function worstFirst(metrics: readonly MetricComparison[]): MetricComparison[] {
  const rank = ({ verdict }: MetricComparison): number => ORDER.indexOf(verdict);
  return [...metrics].sort((a, b) => rank(a) - rank(b) || worsening(b) - worsening(a));
}

/** The verdict of a comparison: the worst of its metrics. Where nothing was compared it is never green. */
export function verdictOf(metrics: readonly Pick<MetricComparison, 'verdict'>[]): GateVerdict {
  // What is new has nothing that it could be worse than.
  const old = metrics.filter(({ verdict }) => verdict !== 'new');
  const worst = ORDER.find((verdict) => old.some((metric) => metric.verdict === verdict));
  if (worst === undefined) return 'could not measure';
  return worst === 'improvement' || worst === 'accepted' || worst === 'new' ? 'pass' : worst;
}

/**
 * The exit code of a comparison: that of the worst verdict which is to fail. What could not be measured always fails, whatever the
 * metric, and so does a comparison of nothing.
 */
export function exitUnder(
  metrics: readonly Pick<MetricComparison, 'verdict' | 'metric'>[],
  failOn: FailOn,
): ExitCode {
  if (metrics.every(({ verdict }) => verdict === 'new')) return EXIT.couldNotMeasure;
  const failing = metrics.filter((metric) => fails(metric, failOn));
  const worst = ORDER.find((verdict) => failing.some((metric) => metric.verdict === verdict));
  return worst === undefined ? EXIT.ok : EXITS[worst];
}

function fails(
  { verdict, metric }: Pick<MetricComparison, 'verdict' | 'metric'>,
  { verdicts, metrics }: FailOn,
): boolean {
  const optional = FAIL_VERDICTS.find((one) => one === verdict);
  if (optional === undefined) return !isGreen(verdict);
  return verdicts.includes(optional) && (metrics === undefined || metrics.includes(metric));
}

function worsening({ ratio = 1, direction }: MetricComparison): number {
  const log = ratio > 0 ? Math.log(ratio) : Number.NEGATIVE_INFINITY;
  return direction === 'lower' ? log : -log;
}

// SPDX-License-Identifier: Apache-2.0
import { varies } from '../metric/units.js';
import type { Clock } from '../metric/types.js';
import { type Rate, rateOf } from '../statistics/index.js';
import type { MetricComparison } from './types.js';

/** How often a control may fire on a host that is fit: once in a hundred, in either direction. */
const EXPECTED = 0.02;

const RULE = 'boots of one side, against each other, show no difference';

/**
 * What no metric knows by itself: whether the host is fit. A control that fires says that this host shows differences that are none: then
 * nothing that was timed on it is called a regression, and where controls fire more often than their own error allows, it is called
 * nothing at all. Exact values do not depend on it. A regression that no control stands behind is not believed either.
 */
export function withHostInMind(metrics: readonly MetricComparison[], clock: Clock): MetricComparison[] {
  const rate = controlRate(metrics);
  const outcome =
    rate === undefined
      ? 'too few boots to look'
      : `${rate.count} of ${rate.of} of these comparisons show a difference`;
  return metrics.map((metric) => {
    if (clock !== 'wall' || !varies(metric.unit) || metric.ratio === undefined) return metric;
    const held = rate?.count === 0;
    const rules = [...metric.rules, { rule: RULE, outcome, held }];
    if (held || !isDoubtful(metric, rate)) return { ...metric, rules };
    return rate === undefined
      ? {
          ...metric,
          rules,
          verdict: 'inconclusive',
          code: 'NO_CONTROL',
          reason: `${metric.reason} ${NO_CONTROL}`,
        }
      : {
          ...metric,
          rules,
          verdict: 'host not fit',
          code: 'CONTROL_FIRED',
          reason: `${metric.reason} ${unfit(rate)}`,
        };
  });
}

/** How often the controls of these metrics fired; undefined where none had one. */
export function controlRate(metrics: readonly Pick<MetricComparison, 'controls'>[]): Rate | undefined {
  const controls = metrics.flatMap(({ controls: own = [] }) => own);
  if (controls.length === 0) return undefined;
  return rateOf(controls.filter(({ fired }) => fired).length, controls.length);
}

const NO_CONTROL =
  'Too few boots were made to compare a side with itself, so that nothing says what this host makes of equal boots.';

function isDoubtful({ verdict }: MetricComparison, rate: Rate | undefined): boolean {
  if (verdict === 'regression') return true;
  const timed = verdict === 'pass' || verdict === 'improvement' || verdict === 'inconclusive';
  return timed && rate !== undefined && rate.low > EXPECTED;
}

function unfit({ count, of }: Rate): string {
  return `Boots of one side against each other show a difference too, in ${count} of ${of} comparisons: that is the host.`;
}

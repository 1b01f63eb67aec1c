// SPDX-License-Identifier: Apache-2.0
import type { AcceptedChange } from './accepted-types.js';
import type { MetricComparison, RuleOutcome } from './types.js';

/** True for what a maintainer can say yes to: a regression, and a metric that the head has no more. What is new costs nothing yet. */
export function isAcceptable({ verdict, code }: Pick<MetricComparison, 'verdict' | 'code'>): boolean {
  return verdict === 'regression' || (code === ONE_SIDE && verdict !== 'new');
}

const ONE_SIDE = 'ONE_SIDE_ONLY';

/** The entry that accepts a change, against the commit of the base where it is one. */
export function acceptance(metric: MetricComparison, because: string, commit?: string): AcceptedChange {
  const { scenario, app, base, head } = metric;
  return {
    ...{ scenario, app, metric: metric.metric, system: systemOf(metric), because },
    ...(commit === undefined ? {} : { commit }),
    ...(base.median === undefined ? {} : { base: base.median }),
    ...(head.median === undefined ? {} : { head: head.median }),
  };
}

/** True when two entries are about the same metric. */
export function isSameChange(a: AcceptedChange, b: AcceptedChange): boolean {
  return a.scenario === b.scenario && a.app === b.app && a.metric === b.metric && a.system === b.system;
}

/**
 * A metric as a maintainer sees it: what an entry covers is accepted. An entry covers a change against the base that it names, and
 * nothing that is worse than what was accepted by the margin.
 * @param commit of the base, where it is one.
 */
export function withAcceptance(
  metric: MetricComparison,
  accepted: readonly AcceptedChange[],
  commit?: string,
): MetricComparison {
  if (!isAcceptable(metric)) return metric;
  const own = accepted.filter((entry) => isAbout(entry, metric));
  const standing = own.filter((entry) => isSameBase(entry, metric, commit));
  const covering = standing.find((entry) => isNoWorse(entry, metric));
  const rule: RuleOutcome = {
    rule: 'a maintainer accepted it against this base',
    outcome: covering?.because ?? refusal(own, standing),
    held: covering !== undefined,
  };
  const rules = [...metric.rules, rule];
  if (covering === undefined) return { ...metric, rules };
  return { ...metric, rules, verdict: 'accepted', because: covering.because };
}

/**
 * Entries about metrics whose base is not the one against which they were accepted; most of these bases have the change in them. Of what
 * was not measured nothing is known.
 */
export function expiredChanges(
  metrics: readonly MetricComparison[],
  accepted: readonly AcceptedChange[],
  commit?: string,
): AcceptedChange[] {
  return accepted.filter((entry) => {
    const own = metrics.find((metric) => isAbout(entry, metric) && isMeasured(metric));
    return own !== undefined && !isSameBase(entry, own, commit);
  });
}

function refusal(own: readonly AcceptedChange[], standing: readonly AcceptedChange[]): string {
  if (own.length === 0) return 'nobody did';
  return standing.length === 0
    ? 'it was accepted against another base'
    : 'it is worse than what was accepted';
}

function systemOf({ system }: Pick<MetricComparison, 'system'>): string {
  return system.head === '' ? system.base : system.head;
}

function isAbout(entry: AcceptedChange, metric: MetricComparison): boolean {
  const { scenario, app } = metric;
  return isSameChange(entry, { scenario, app, metric: metric.metric, system: systemOf(metric), because: '' });
}

function isMeasured({ base, code }: MetricComparison): boolean {
  return base.median !== undefined || code === ONE_SIDE;
}

/** A base is the same while it has not moved by the margin: one that has the change in it has moved by that at least. */
function isSameBase(entry: AcceptedChange, { base, margin }: MetricComparison, commit?: string): boolean {
  if (entry.commit !== undefined && entry.commit === commit) return true;
  const { median } = base;
  if (median === undefined || entry.base === undefined) return median === entry.base;
  return median === entry.base || Math.abs(median - entry.base) < Math.abs(entry.base) * margin;
}

function isNoWorse(entry: AcceptedChange, { head, direction, margin, low, high }: MetricComparison): boolean {
  const now = head.median;
  if (now === undefined || entry.head === undefined) return now === entry.head;
  if (low !== undefined && high !== undefined && low !== high && entry.base !== undefined) {
    // Between bounds it is worse only where all of the interval is.
    const sign = direction === 'lower' ? 1 : -1;
    const least = direction === 'lower' ? low : high;
    return sign * Math.log(least / (entry.head / entry.base)) < Math.log(1 + margin);
  }
  const worse = direction === 'lower' ? now - entry.head : entry.head - now;
  return worse <= 0 || worse < Math.abs(entry.head) * margin;
}

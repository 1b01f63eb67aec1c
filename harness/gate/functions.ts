// SPDX-License-Identifier: Apache-2.0
import type { ProfileDifference } from '../profile/diff/types.js';
import type { ChangedFunction, MetricComparison } from './types.js';

/** Functions that a verdict names. */
const TOP = 5;

/** Phases of a boot that a metric is made of, where that is not all of them. */
const PHASES: readonly { metric: RegExp; phase: RegExp }[] = [
  { metric: /^boot\.guest$/, phase: /^(before the kernel|kernel)$/ },
  { metric: /^boot\.ready$/, phase: /^(before the kernel|kernel|start)$/ },
  { metric: /^(throughput|latency|requests|syscall|lmbench)\./, phase: /^load/ },
];

/** The functions that changed most in what a metric is made of, most first; those of several phases added up. */
export function changedFunctions(
  { phases }: ProfileDifference,
  { metric }: Pick<MetricComparison, 'metric'>,
): ChangedFunction[] {
  const wanted = PHASES.find((one) => one.metric.test(metric))?.phase ?? /^/;
  const found = new Map<string, ChangedFunction>();
  for (const { functions } of phases.filter(({ name }) => wanted.test(name))) {
    for (const { name, code, before, after } of functions) {
      if (before === after) continue;
      const key = `${code.object} ${name}`;
      const known = found.get(key) ?? { name, where: placeOf(code), before: 0, after: 0 };
      found.set(key, { ...known, before: known.before + before, after: known.after + after });
    }
  }
  const size = ({ before, after }: ChangedFunction): number => Math.abs(after - before);
  return [...found.values()].sort((one, other) => size(other) - size(one)).slice(0, TOP);
}

function placeOf({ source, object }: { source: string; object: string }): string {
  return source === '' ? object : source;
}

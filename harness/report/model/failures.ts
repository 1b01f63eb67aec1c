// SPDX-License-Identifier: Apache-2.0
import { groupBy } from '../../core/group-by.js';
import type { RunSummary } from '../../summary/types.js';
import { isAbsent } from './problem.js';

/** Boots of one system that failed for the same reason, with everything that they did not measure. */
export interface FailedBoots {
  scenario: string;
  system: string;
  app: string;
  boots: number[];
  code: string;
  message: string;
  metrics: string[];
}

/** Failures in the order of the cells, each reason once per system. */
export function failedBoots(summary: RunSummary): FailedBoots[] {
  const reasons = new Map<string, FailedBoots>();
  for (const { scenario, system, app, metric, failures } of summary.cells) {
    for (const { boot, code, message } of failures) {
      if (isAbsent({ code, message })) continue;
      const key = JSON.stringify([scenario, system, app, code, message]);
      const reason = reasons.get(key) ?? { scenario, system, app, boots: [], code, message, metrics: [] };
      reasons.set(key, reason);
      if (!reason.boots.includes(boot)) reason.boots.push(boot);
      if (!reason.metrics.includes(metric)) reason.metrics.push(metric);
    }
  }
  return [...reasons.values()];
}

/** Failures of one system with one code, as a terminal tells them. */
export interface FailureGroup {
  /** The first of them, each with words of its own. */
  told: FailedBoots[];
  /** Numbers of the boots that failed with the same code, and with other words. */
  others: number[];
}

/** How many are told of one system and code; a log with thousands of failed runs has as many reasons. */
const TOLD = 2;

/** The same failures, with no more than the first two of each system and code in full; all of them are in `summary.md`. */
export function failureGroups(failed: readonly FailedBoots[]): FailureGroup[] {
  const groups = groupBy(failed, ({ scenario, system, app, code }) =>
    JSON.stringify([scenario, system, app, code]),
  );
  return [...groups.values()].map((group) => {
    // One more is not longer than to say that there is one.
    const told = group.slice(0, group.length === TOLD + 1 ? TOLD + 1 : TOLD);
    return { told, others: [...new Set(group.slice(told.length).flatMap(({ boots }) => boots))] };
  });
}

/** So many numbers in a row are named one by one, less one. */
const SHORT = 3;

/** `1, 2`, `1 to 5, 9`: numbers of boots, those in a row together. */
export function bootWords(boots: readonly number[]): string {
  const rows: [first: number, last: number][] = [];
  for (const boot of [...boots].sort((a, b) => a - b)) {
    const row = rows.at(-1);
    if (row !== undefined && boot === row[1] + 1) row[1] = boot;
    else rows.push([boot, boot]);
  }
  return rows
    .flatMap(([first, last]) =>
      last - first > SHORT
        ? [`${first} to ${last}`]
        : Array.from({ length: last - first + 1 }, (_, index) => `${first + index}`),
    )
    .join(', ');
}

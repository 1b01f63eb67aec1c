// SPDX-License-Identifier: Apache-2.0
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

// SPDX-License-Identifier: Apache-2.0
import type { RunSummary } from '../../run/types.js';

/** One failed boot with everything that it did not measure. */
export interface FailedBoot {
  scenario: string;
  system: string;
  app: string;
  boot: number;
  code: string;
  message: string;
  metrics: string[];
}

/** Failed boots in the order of the cells; a boot that failed for several metrics is listed once per code. */
export function failedBoots(summary: RunSummary): FailedBoot[] {
  const boots = new Map<string, FailedBoot>();
  for (const { scenario, system, app, metric, failures } of summary.cells) {
    for (const { boot, code, message } of failures) {
      const key = JSON.stringify([scenario, system, app, boot, code, message]);
      const known = boots.get(key);
      if (known === undefined)
        boots.set(key, { scenario, system, app, boot, code, message, metrics: [metric] });
      else if (!known.metrics.includes(metric)) known.metrics.push(metric);
    }
  }
  return [...boots.values()];
}

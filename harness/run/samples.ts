// SPDX-License-Identifier: Apache-2.0
import { toCsv } from '../core/csv.js';
import type { Sample } from '../metric/types.js';
import { unitUnder } from '../metric/units.js';
import type { Plan } from '../plan/types.js';
import type { StepRecord } from './record.js';

const COLUMNS = [
  'scenario',
  'system',
  'app',
  'metric',
  'unit',
  'direction',
  'clock',
  'host',
  'boot',
  'value',
] as const;

/** Samples of all records: the values that the scenario asks for, sorted by every column but the value. */
export function samplesOf(plan: Plan, records: readonly StepRecord[]): Sample[] {
  const samples = records.flatMap(({ step, values, clock, host }) => {
    const scenario = plan.scenarios.find(({ name }) => name === step.scenario);
    return (scenario?.metrics ?? []).flatMap(({ name, unit, direction }): Sample[] => {
      const value = values[name];
      if (value === undefined) return [];
      const { scenario: of, system, app, boot } = step;
      return [
        {
          scenario: of,
          system,
          app,
          metric: name,
          unit: unitUnder(clock, unit),
          direction,
          clock,
          host,
          boot,
          value,
        },
      ];
    });
  });
  return samples.sort(compareSamples);
}

/** `samples.csv`: one row per sample, no run id and no date, so that equal runs give equal bytes. */
export function samplesCsv(samples: readonly Sample[]): string {
  const rows = samples.map((sample) => Object.fromEntries(COLUMNS.map((column) => [column, sample[column]])));
  return toCsv(rows, COLUMNS);
}

function compareSamples(a: Sample, b: Sample): number {
  for (const column of COLUMNS) {
    const [left, right] = [a[column], b[column]];
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

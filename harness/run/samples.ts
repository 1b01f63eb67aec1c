// SPDX-License-Identifier: Apache-2.0
import { toCsv } from '../core/csv.js';
import { ownValue } from '../core/own.js';
import { hostUnder } from '../metric/clock.js';
import type { Sample } from '../metric/types.js';
import { unitUnder } from '../metric/units.js';
import type { Plan } from '../plan/types.js';
import type { StepRecord } from './record.js';

const COLUMNS = [
  'scenario',
  'system',
  'revision',
  'app',
  'metric',
  'unit',
  'direction',
  'clock',
  'monitor',
  'host',
  'boot',
  'value',
] as const satisfies readonly (keyof Sample)[];

/** A step as far as it says which state of a system it is of. */
export interface StepOfSystem {
  system: string;
  /** Missing where a run has one state of each system. */
  revision?: string | undefined;
}

/** Which state of its system a step is of; undefined where the run has only one. */
export function revisionOf({ revision }: StepOfSystem): string | undefined {
  return revision;
}

/**
 * Samples of all records: the values that the scenario asks for, sorted by every column but the value.
 * @param monitor what ran the machines of systems that bring no monitor, e.g. `qemu 7.2.22`; empty when nothing says.
 */
export function samplesOf(plan: Plan, records: readonly StepRecord[], monitor: string): Sample[] {
  const scenarios = new Map(plan.scenarios.map((scenario) => [scenario.name, scenario]));
  const samples = records.flatMap(({ step, values, clock, host, monitor: brought }) =>
    (scenarios.get(step.scenario)?.metrics ?? []).flatMap(({ name, unit, direction }): Sample[] => {
      const value = ownValue(values, name);
      if (value === undefined) return [];
      const { scenario, system, app, boot } = step;
      const revision = revisionOf(step);
      const sample: Sample = {
        scenario,
        system,
        revision,
        app,
        metric: name,
        unit: unitUnder(clock, unit),
        direction,
        clock,
        monitor: brought ?? monitor,
        host: hostUnder({ clock, counted: plan.counted }, host),
        boot,
        value,
      };
      return [sample];
    }),
  );
  return samples.sort(compareSamples);
}

/**
 * `samples.csv`: one row per sample, no run id and no date, so that equal runs give equal bytes: under the deterministic clock
 * on whatever machine they were made.
 */
export function samplesCsv(samples: readonly Sample[]): string {
  const rows = samples.map((sample) => Object.fromEntries(COLUMNS.map((column) => [column, sample[column]])));
  return toCsv(rows, COLUMNS);
}

function compareSamples(a: Sample, b: Sample): number {
  for (const column of COLUMNS) {
    const [left, right] = [a[column] ?? '', b[column] ?? ''];
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

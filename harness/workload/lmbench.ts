// SPDX-License-Identifier: Apache-2.0
import type { ClientRequest } from '../app/make-job.js';
import { BenchError } from '../core/errors.js';
import { outputOf, unexpectedOutput } from './client.js';
import { type LmbenchRun, PREPARATIONS, type PreparationName, RUNS } from './lmbench-programs.js';
import type { Measured, Workload } from './types.js';

const METRICS = RUNS.flatMap(({ values }) => Object.keys(values));

/** The one program that takes no time to warm up, because it never does. */
const NEVER_WARM = 'lat_connect';

function runsFor(metrics: readonly string[]): LmbenchRun[] {
  return RUNS.filter(({ values }) => metrics.some((metric) => metric in values));
}

/** Output of a run and of what it needs; every program must have ended well. */
function outcome({ name, needs }: LmbenchRun, { report }: Measured): string {
  if (needs !== undefined) outputOf(report, needs);
  const { stdout, stderr } = outputOf(report, name);
  if (stdout !== '') throw unexpectedOutput(name, stdout, 'nothing on standard output');
  return stderr;
}

/** `lmbench`: its own programs, unmodified, one after the other inside the guest, each for its own metrics. */
export const lmbench: Workload = {
  kind: 'boot',
  purpose: 'load',
  metrics: METRICS,
  load: 'lmbench inside the guest, every program by itself',
  expectedSeconds: 90,
  clients: ({ repetitions = 1 }, metrics = METRICS) => {
    const ready = new Set<PreparationName>();
    return runsFor(metrics).flatMap(({ name, program, args, needs }): ClientRequest[] => {
      const warmup = program === NEVER_WARM ? [] : ['-W', '0'];
      const run = { client: program, name, args: ['-N', `${repetitions}`, ...warmup, ...args] };
      if (needs === undefined || ready.has(needs)) return [run];
      ready.add(needs);
      const { program: client, args: first } = PREPARATIONS[needs];
      return [{ client, name: needs, args: first }, run];
    });
  },
  readEach: (measured, metrics) => {
    const values: Record<string, number | BenchError> = {};
    for (const run of runsFor(metrics)) {
      for (const [metric, reader] of Object.entries(run.values)) {
        try {
          values[metric] = reader(outcome(run, measured), run.name);
        } catch (error) {
          if (!(error instanceof BenchError)) throw error;
          values[metric] = error;
        }
      }
    }
    return values;
  },
};

// SPDX-License-Identifier: Apache-2.0
import { BenchError } from '../core/errors.js';
import { type Foreign, says } from '../core/foreign.js';
import { outputOf, unexpectedOutput } from './client.js';
import { lmbenchMetrics } from './lmbench-metrics.js';
import { type LmbenchRun, PREPARATIONS, type PreparationName, RUNS } from './lmbench-programs.js';
import { type ClientReport, type ClientRequest, declareWorkload } from './types.js';

/** The one program that takes no time to warm up, because it never does. */
const NEVER_WARM = 'lat_connect';

function runsFor(metrics: readonly string[]): LmbenchRun[] {
  return RUNS.filter(({ values }) => metrics.some((metric) => Object.hasOwn(values, metric)));
}

/** Looks for the server of a run, before or after it. */
function look({ name, port }: LmbenchRun, when: 'before' | 'after'): ClientRequest[] {
  return port === undefined ? [] : [{ client: 'listens', name: `${name}.${when}`, args: [`${port}`] }];
}

/** Output of a run and of what it needs; every program must have ended well. */
function outcome(measured: LmbenchRun, report: ClientReport): Foreign {
  const { name, needs } = measured;
  if (needs !== undefined) outputOf(report, needs);
  for (const when of ['before', 'after'] as const) {
    for (const { name: looked = '' } of look(measured, when)) outputOf(report, looked);
  }
  const { stdout, stderr } = outputOf(report, name);
  if (!says(stdout, '')) throw unexpectedOutput(name, stdout, 'nothing on standard output');
  return stderr;
}

/** `lmbench`: its own programs, unmodified, one after the other inside the guest, each for its own metrics. */
export const lmbench = declareWorkload({
  name: 'lmbench',
  kind: 'boot',
  purpose: 'load',
  parameters: {
    repetitions: {
      label: 'repetitions',
      summary: 'Measurements of each program, of which it reports the median.',
      ...{ minimum: 1, maximum: 100, default: 1 },
    },
  },
  metrics: lmbenchMetrics,
  load: { guest: 'lmbench inside the guest, every program by itself' },
  expectedSeconds: 90,
  clients: ({ repetitions }, { metrics }) => {
    const ready = new Set<PreparationName>();
    return runsFor(metrics).flatMap((planned): ClientRequest[] => {
      const { name, program, args, needs } = planned;
      const warmup = program === NEVER_WARM ? [] : ['-W', '0'];
      const run = { client: program, name, args: ['-N', `${repetitions}`, ...warmup, ...args] };
      const measured = [...look(planned, 'before'), run, ...look(planned, 'after')];
      if (needs === undefined || ready.has(needs)) return measured;
      ready.add(needs);
      const { program: client, args: first } = PREPARATIONS[needs];
      return [{ client, name: needs, args: first }, ...measured];
    });
  },
  readEach: ({ report }, metrics) => {
    const values = new Map<string, number | BenchError>();
    for (const run of runsFor(metrics)) {
      for (const [metric, reader] of Object.entries(run.values)) {
        try {
          values.set(metric, reader(outcome(run, report), run.name));
        } catch (error) {
          if (!(error instanceof BenchError)) throw error;
          values.set(metric, error);
        }
      }
    }
    return Object.fromEntries(values);
  },
});

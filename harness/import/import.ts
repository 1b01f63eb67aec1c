// SPDX-License-Identifier: Apache-2.0
import { type BenchError, usageError } from '../core/errors.js';
import type { Foreign } from '../core/foreign.js';
import { atOnce } from '../core/turn.js';
import type { ImportedFile, Plan, PlanStep } from '../plan/types.js';
import type { StepRecord } from '../run/record.js';
import type { ScenarioFile } from '../scenario/types.js';
import { type UsedClients, usedClients } from './conditions.js';
import { type AllFound, type Found, findRuns } from './found.js';
import { addMissing } from './missing.js';
import type { LogFile, LogKind } from './types.js';

/** What the user says of the logs. */
export interface ImportOptions {
  /** Name of the host on which all of them were made. */
  host: string;
  /** System to compare with; `microvm` where there is one, else the first, when missing. */
  baseline?: string;
}

/** An imported run before it is written. */
export interface ImportedRun {
  plan: Plan;
  records: StepRecord[];
  /** By step number: what the client printed. */
  consoles: Map<number, Foreign>;
  /** What was passed over on purpose, one sentence each. */
  notes: string[];
  /** `IMPORT_NOT_COMPARABLE` (exit 5) for each setting in which a system was not measured like its baseline: there is no ratio of theirs. */
  apart: BenchError[];
}

const CLOCK_REASON =
  'The values come from logs that were imported; nothing was booted, and the clock is that of the host that made them.';

/**
 * Makes a run of log files, so that values published by others go through the same statistics and charts as our own.
 * Every run of a client becomes one record; one that failed, or printed something else, is one that could not measure.
 * @throws BenchError `LOG_UNKNOWN`, `LOG_EMPTY`, `LOG_TWICE`, `BASELINE_UNKNOWN` (exit 2), `IMPORT_NOT_COMPARABLE` (exit 5) when
 *   clients of one system were not used alike. Where those of two systems were not, the run says so (`apart`).
 */
export function importLogs(files: readonly LogFile[], options: ImportOptions): ImportedRun {
  return atOnce(importing(files, options));
}

/** The same work in pieces. @throws as {@link importLogs}. */
export function* importing(files: readonly LogFile[], options: ImportOptions): Generator<void, ImportedRun> {
  const { found, leftOut } = yield* findRuns(files);
  const kinds = [...new Set(found.map(({ kind }) => kind))];
  const byKind = kinds.map((kind) => ({ kind, own: found.filter((one) => one.kind === kind) }));
  const scenarios = byKind.map(({ kind, own }) => scenarioOf(kind, own, leftOut, options));
  const used = byKind.map(({ kind, own }, index) => usedClients(own, kind, scenarios[index]?.baseline ?? ''));
  const byScenario = <T>(of: (one: UsedClients) => T): Record<string, T> =>
    Object.fromEntries(used.map((one, index) => [byKind[index]?.kind.scenario ?? '', of(one)]));
  for (const [index, { own }] of byKind.entries()) addMissing(own, scenarios[index]?.metrics ?? []);
  yield;
  const counts = new Map<string, number>();
  const consoles = new Map<number, Foreign>();
  const records = found.map((one, index): StepRecord => {
    const { scenario, app } = one.kind;
    const { system } = one.file;
    const boot = (counts.get(`${scenario} ${system}`) ?? 0) + 1;
    counts.set(`${scenario} ${system}`, boot);
    const step: PlanStep = { n: index + 1, kind: 'import', scenario, system, app, boot };
    consoles.set(step.n, one.text);
    return { format: 1, step, clock: 'wall', host: options.host, ...one.outcome };
  });
  const plan: Plan = {
    format: 1,
    clock: 'wall',
    clockReason: CLOCK_REASON,
    host: options.host,
    monitor: '',
    imported: {
      files: files.flatMap((file) => describeFile(file, found)),
      settings: byScenario(({ shared }) => shared),
      conditions: byScenario(({ conditions }) => conditions),
    },
    scenarios,
    steps: records.map(({ step }) => step),
  };
  return { plan, records, consoles, notes: notesOf(leftOut), apart: used.flatMap(({ apart }) => apart) };
}

/** One entry for each scenario that the file has runs of. */
function describeFile(file: LogFile, found: readonly Found[]): ImportedFile[] {
  const runs = new Map<string, number>();
  for (const one of found) {
    if (one.file === file) runs.set(one.kind.scenario, (runs.get(one.kind.scenario) ?? 0) + 1);
  }
  const name = file.path.split('/').at(-1) ?? file.path;
  const { sha256, system } = file;
  return [...runs].map(([scenario, count]) => ({ name, sha256, scenario, system, runs: count }));
}

function notesOf(leftOut: AllFound['leftOut']): string[] {
  return [...leftOut]
    .filter(([, tests]) => tests.length > 0)
    .map(([{ path }, tests]) => `${path}: left out ${tests.join(', ')}; there is no metric for them`);
}

function scenarioOf(
  kind: LogKind,
  own: readonly Found[],
  leftOut: AllFound['leftOut'],
  { baseline }: ImportOptions,
): ScenarioFile {
  const runs = new Map<string, number>();
  for (const { file } of own) runs.set(file.system, (runs.get(file.system) ?? 0) + 1);
  const systems = [...runs.keys()];
  const reference = baseline ?? (runs.has('microvm') ? 'microvm' : systems[0]);
  if (reference === undefined || !runs.has(reference)) {
    throw usageError(
      'BASELINE_UNKNOWN',
      `there is no log of ${kind.scenario} for the baseline ${reference ?? ''}.`,
      `There are logs for: ${systems.join(', ')}.`,
    );
  }
  const given = new Set(own.flatMap(({ outcome }) => Object.keys(outcome.values)));
  const metrics = kind.metrics.filter(({ name }) => given.size === 0 || given.has(name));
  const others = new Set(own.flatMap(({ file }) => leftOut.get(file) ?? []));
  const without = others.size === 0 ? '' : ` Left out, for want of a metric: ${[...others].join(', ')}.`;
  return {
    name: kind.scenario,
    title: kind.title,
    description: `Read from logs of ${kind.client}; not measured by this program.${without}`,
    workload: kind.workload,
    apps: [kind.app],
    systems: [reference, ...systems.filter((system) => system !== reference)],
    baseline: reference,
    boots: Math.max(...runs.values()),
    memory_mib: 0,
    timeout_s: 0,
    parameters: {},
    metrics,
  };
}

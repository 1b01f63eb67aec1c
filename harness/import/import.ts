// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { BenchError, usageError } from '../core/errors.js';
import type { ImportedFile, Plan, PlanStep } from '../plan/types.js';
import type { StepRecord } from '../run/record.js';
import type { ScenarioFile } from '../scenario/types.js';
import { recognise } from './recognise.js';
import { agreedSettings } from './settings.js';
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
  consoles: Map<number, string>;
}

/** A run of a client with everything that was found about it. */
interface Found {
  kind: LogKind;
  file: LogFile;
  line: number;
  text: string;
  settings?: Record<string, number>;
  outcome: Pick<StepRecord, 'values' | 'failure'>;
}

const CLOCK_REASON =
  'The values come from logs that were imported; nothing was booted, and the clock is that of the host that made them.';

/**
 * Makes a run of log files, so that values published by others go through the same statistics and charts as our own.
 * Every run of a client becomes one record; one that failed, or printed something else, is one that could not measure.
 * @throws BenchError `LOG_UNKNOWN`, `LOG_EMPTY`, `BASELINE_UNKNOWN` (exit 2), `IMPORT_NOT_COMPARABLE` (exit 5) when clients of one
 *   scenario were not used alike.
 */
export function importLogs(files: readonly LogFile[], options: ImportOptions): ImportedRun {
  const found = files.flatMap(readFile);
  const kinds = new Map(found.map(({ kind }) => [kind.scenario, kind]));
  const settings = Object.fromEntries(
    [...kinds.keys()].map((name) => [
      name,
      agreedSettings(found.filter(({ kind }) => kind.scenario === name)),
    ]),
  );
  const counts = new Map<string, number>();
  const consoles = new Map<number, string>();
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
    imported: { files: describeFiles(files, found), settings },
    scenarios: [...kinds.values()].map((kind) => scenarioOf(kind, found, options)),
    steps: records.map(({ step }) => step),
  };
  return { plan, records, consoles };
}

function readFile(file: LogFile): Found[] {
  const kind = recognise(file.text, file.path);
  return kind.split(file.text).map(({ line, text }): Found => {
    try {
      const { values, settings } = kind.read(text);
      return { kind, file, line, text, settings, outcome: { values } };
    } catch (error) {
      if (!(error instanceof BenchError)) throw error;
      const { code, message } = error;
      const failure = {
        code,
        message: `${file.path}:${line}: ${message}`,
        next: 'Look at this run in the log.',
      };
      return { kind, file, line, text, outcome: { values: {}, failure } };
    }
  });
}

function describeFiles(files: readonly LogFile[], found: readonly Found[]): ImportedFile[] {
  return files.map((file) => {
    const own = found.filter((one) => one.file === file);
    return {
      name: file.path.split('/').at(-1) ?? file.path,
      sha256: createHash('sha256').update(file.text).digest('hex'),
      scenario: own[0]?.kind.scenario ?? '',
      system: file.system,
      runs: own.length,
    };
  });
}

function scenarioOf(kind: LogKind, found: readonly Found[], { baseline }: ImportOptions): ScenarioFile {
  const own = found.filter((one) => one.kind.scenario === kind.scenario);
  const systems = [...new Set(own.map(({ file }) => file.system))];
  const reference = baseline ?? (systems.includes('microvm') ? 'microvm' : systems[0]);
  if (reference === undefined || !systems.includes(reference)) {
    throw usageError(
      'BASELINE_UNKNOWN',
      `there is no log of ${kind.scenario} for the baseline ${reference ?? ''}.`,
      `There are logs for: ${systems.join(', ')}.`,
    );
  }
  const given = new Set(own.flatMap(({ outcome }) => Object.keys(outcome.values)));
  const metrics = kind.metrics.filter(({ name }) => given.size === 0 || given.has(name));
  return {
    name: kind.scenario,
    title: kind.title,
    description: `Read from logs of ${kind.client}; not measured by this program.`,
    workload: kind.workload,
    apps: [kind.app],
    systems: [reference, ...systems.filter((system) => system !== reference)],
    baseline: reference,
    boots: Math.max(...systems.map((system) => own.filter(({ file }) => file.system === system).length)),
    memory_mib: 0,
    timeout_s: 0,
    parameters: {},
    metrics,
  };
}

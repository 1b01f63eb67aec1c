// SPDX-License-Identifier: Apache-2.0
import type { BenchError } from '../core/errors.js';
import type { Foreign } from '../core/foreign.js';
import type { MetricDeclaration } from '../metric/types.js';
import type { WorkloadName } from '../workload/registry.js';
import type { NumberedLine } from '../workload/printed-text.js';
import type { Command } from './session.js';

/** A log file as it was given. */
export interface LogFile {
  /** For messages; safe to print. */
  path: string;
  /** Name of the system that the log is about. */
  system: string;
  /** Of the file's bytes. */
  sha256: string;
  text: Foreign;
}

/** How a client says that it was used. */
export type Settings = Readonly<Record<string, number | string>>;

/** When two runs count as made alike in one respect, where that is more than equality. */
export interface SettingRule {
  /** True when they were; either may lack the setting. */
  alike(one: Settings, other: Settings): boolean;
  /** True for what is only compared, and not shown as a setting. */
  hidden?: true;
}

/** Values by metric of one run, and how its client was used. */
export interface ReadEntry {
  values: Record<string, number>;
  settings: Settings;
  /** Why there are no values, for a run that says how its client was used all the same. */
  failure?: BenchError;
}

/** Runs of one kind of client that belong into one comparison. */
export interface LogKind {
  /** Scenario of the run folder that they become, e.g. `nginx-conn`. */
  scenario: string;
  title: string;
  workload: WorkloadName;
  app: string;
  /** The client, in words. */
  client: string;
  metrics: readonly MetricDeclaration[];
  /** By name of the setting; those without a rule must be equal. */
  rules: ReadonlyMap<string, SettingRule>;
}

/** One run of a client in a log. */
export interface LogRun {
  /** What it was of: one kind, or those that it may have been of when the client died too early to tell. */
  kinds: readonly [LogKind, ...LogKind[]];
  lines: readonly NumberedLine[];
  /**
   * Reads it.
   * @throws BenchError (exit 3) `CLIENT_OUTPUT`, `CLIENT_FAILED` or `REQUESTS_FAILED`, with file and line.
   */
  read: () => ReadEntry;
}

/** What the output of one client in a log comes to. */
export interface ClientRuns {
  runs: LogRun[];
  /** Tests that are there but have no metric, by their names. */
  leftOut: string[];
}

/** A piece of a log that one client wrote, one run after the other. */
export interface LogPart {
  /** For messages. */
  path: string;
  lines: readonly NumberedLine[];
  /** Commands that were seen, in order. */
  commands: readonly Command[];
}

/** How the output of a client is recognised and read. */
export interface LogClient {
  /** True for a line that only this client prints, at the beginning of a run. */
  owns(line: Foreign): boolean;
  /** True for a line with which it dies before it prints any of those. */
  dies(line: Foreign): boolean;
  /** The runs in what it wrote. */
  runs(part: LogPart): ClientRuns;
}

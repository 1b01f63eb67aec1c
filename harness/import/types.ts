// SPDX-License-Identifier: Apache-2.0
import type { MetricDeclaration } from '../metric/types.js';
import type { WorkloadName } from '../workload/registry.js';

/** A log file as it was given. */
export interface LogFile {
  /** For messages. */
  path: string;
  /** Name of the system that the log is about. */
  system: string;
  text: string;
}

/** What one run of a client left in a log. */
export interface LogEntry {
  /** First line of it in the file, from 1. */
  line: number;
  text: string;
}

/** Values by metric of one run, and how the client says that it was used. */
export interface ReadEntry {
  values: Record<string, number>;
  settings: Record<string, number>;
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
  /** The runs in a log, in order; every line that is not blank belongs to one. */
  split(text: string): LogEntry[];
  /**
   * Reads one run.
   * @throws BenchError (exit 3) `CLIENT_OUTPUT` or `REQUESTS_FAILED`.
   */
  read(text: string): ReadEntry;
}

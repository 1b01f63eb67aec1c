// SPDX-License-Identifier: Apache-2.0
import type { MetricDeclaration } from '../metric/types.js';

/** What is done in the boots of a scenario. */
export type WorkloadName =
  | 'boot'
  | 'image-size'
  | 'kml-fades'
  | 'lmbench'
  | 'memory-floor'
  | 'nginx'
  | 'nginx-wrk'
  | 'redis'
  | 'syscall';

/** Workloads whose load generator may also run on the host. */
export type HostLoadName = 'nginx' | 'nginx-wrk' | 'redis';

/** Numbers of the workload; each workload reads its own and refuses the others. */
export interface ScenarioParameters {
  /**
   * redis: requests per command; nginx: requests per test.
   * @minimum 1
   * @asType integer
   */
  requests?: number;
  /**
   * redis, nginx, nginx-wrk: concurrent connections.
   * @minimum 1
   * @asType integer
   */
  clients?: number;
  /**
   * nginx-wrk: how long the load lasts, s of the client's clock.
   * @minimum 1
   * @asType integer
   */
  seconds?: number;
  /**
   * redis: bytes of a value.
   * @minimum 1
   * @asType integer
   */
  value_bytes?: number;
  /**
   * redis: requests that a connection sends before it waits for their answers; 1 when missing.
   * @minimum 1
   * @asType integer
   */
  pipeline?: number;
  /**
   * syscall: rounds of each call; kml-fades: rounds of the shorter works.
   * @minimum 1
   * @maximum 1000000
   * @asType integer
   */
  rounds?: number;
  /**
   * lmbench: measurements of each program, of which it reports the median.
   * @minimum 1
   * @maximum 100
   * @asType integer
   */
  repetitions?: number;
  /**
   * memory-floor: smallest step that is told apart, in MiB.
   * @minimum 1
   * @asType integer
   */
  resolution_mib?: number;
  /**
   * memory-floor: memory that is surely enough, in MiB; the search starts below it.
   * @minimum 2
   * @asType integer
   */
  ceiling_mib?: number;
  /**
   * memory-floor: boots in which the step below the floor must fail.
   * @minimum 1
   * @asType integer
   */
  failing_boots?: number;
}

/** A scenario file: which workload, which systems, which parameters, which metrics. */
export interface ScenarioFile {
  /**
   * Name on the command line; equal to the file's name without `.yaml`.
   * @pattern ^[a-z][a-z0-9-]*$
   */
  name: string;
  /** Headline of the report. */
  title: string;
  /** What is measured and how, one or two sentences for the reader of the report. */
  description: string;
  workload: WorkloadName;
  /**
   * Where the load generator runs: beside the app in the guest, over loopback (when missing), or on the host, over a tap device
   * and on another CPU. On the host it is not on the guest's clock: wall clock only.
   */
  load?: 'guest' | 'host';
  /**
   * Apps of `scenarios/apps/`, each measured on every system.
   * @minItems 1
   */
  apps: string[];
  /**
   * Systems of `kernel/systems.yaml`; `lupine-<app>` stands for the variant made for the app.
   * @minItems 1
   */
  systems: string[];
  /** System to which the others are normalised. */
  baseline: string;
  /**
   * Boots of each system.
   * @minimum 1
   * @maximum 1000
   * @asType integer
   */
  boots: number;
  /**
   * Guest memory in MiB; memory-floor searches below its own ceiling instead.
   * @minimum 4
   * @asType integer
   */
  memory_mib: number;
  /**
   * Longest life of one boot on the host's clock, in seconds.
   * @minimum 1
   */
  timeout_s: number;
  /** Parameters of the workload. */
  parameters: ScenarioParameters;
  /**
   * Metrics to take.
   * @minItems 1
   */
  metrics: MetricDeclaration[];
}

/** A scenario read from its file. */
export interface Scenario extends ScenarioFile {
  /** Path of the file. */
  path: string;
}

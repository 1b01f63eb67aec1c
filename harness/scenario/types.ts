// SPDX-License-Identifier: Apache-2.0
import type { AppName, Count, MetricName, Ordinal, SystemPattern } from '../core/names.js';
import type { LongText, MarginsByMetric, PlainName, ShortText } from '../core/text-types.js';
import type { SettingName } from '../metric/conditions.js';
import type { MetricDeclaration } from '../metric/types.js';
import type { WorkloadName } from '../workload/registry.js';

/**
 * Numbers of the workload by name; each workload declares its own, and the loader refuses all others.
 * @propertyNames {"pattern": "^[a-z][a-z0-9_]{0,39}$"}
 */
export type ScenarioParameters = Record<string, number>;

/** A metric that a scenario takes. */
export interface ScenarioMetric {
  /** Dotted name that the workload declares, e.g. `boot.guest`. */
  name: MetricName;
  /** What a reader sees on the chart, instead of what the workload calls it. */
  title?: ShortText;
}

/** A difference between systems that would mislead, and is drawn all the same. */
export interface DeclaredWaiver {
  /** In what they differ. */
  setting: SettingName;
  /**
   * Systems that it is for; any when missing.
   * @minItems 1
   */
  systems?: SystemPattern[];
  /** Why the comparison stands, one sentence; it is shown with it. */
  reason: LongText;
}

/** A scenario as its file has it: which workload, which systems, which parameters, which metrics. */
export interface ScenarioDeclaration {
  /**
   * Name on the command line; equal to the file's name without `.yaml`.
   * @pattern ^[a-z][a-z0-9-]{0,99}$
   */
  name: string;
  /** Headline of the report. */
  title: ShortText;
  /** What is measured and how, one or two sentences for the reader of the report. */
  description: LongText;
  /** What is done in the boots. */
  workload: string;
  /**
   * Where the load generator runs: beside the app in the guest, over loopback (when missing), or on the host, over a tap device
   * and on another CPU. On the host it is not on the guest's clock: wall clock only.
   */
  load?: 'guest' | 'host';
  /**
   * Apps of `scenarios/apps/` or of the project, each measured on every system.
   * @minItems 1
   */
  apps: PlainName[];
  /**
   * Systems of `kernel/systems.yaml` or of the project; `lupine-<app>` stands for the variant made for the app.
   * @minItems 1
   */
  systems: SystemPattern[];
  /** System to which the others are normalised. */
  baseline: SystemPattern;
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
   * @maximum 65536
   * @asType integer
   */
  memory_mib: number;
  /**
   * Longest life of one boot on the host's clock, in seconds; a day at most.
   * @minimum 1
   * @maximum 86400
   */
  timeout_s: number;
  /** Parameters of the workload; a missing one has the workload's default. */
  parameters: ScenarioParameters;
  /**
   * Metrics to take.
   * @minItems 1
   */
  metrics: ScenarioMetric[];
  /**
   * How much worse counts as nothing, by metric, each in its own direction: `boot.guest: 0.5%`. When missing 0.1 % where values are
   * the same in every boot, 1 % where they vary. Those of the project win, and those of the command line over both.
   */
  margins?: MarginsByMetric;
  /** Differences that would mislead, and stand for a reason: without one such values are shown, and no ratio of them. */
  waivers?: DeclaredWaiver[];
}

/** A scenario with everything that its workload declares of its metrics; part of `plan.json`. */
export interface ScenarioFile extends Omit<
  ScenarioDeclaration,
  'workload' | 'apps' | 'systems' | 'baseline' | 'boots' | 'metrics' | 'memory_mib' | 'timeout_s'
> {
  workload: WorkloadName;
  /** @minItems 1 */
  apps: AppName[];
  /** @minItems 1 */
  systems: SystemPattern[];
  baseline: SystemPattern;
  /** Boots of each system; of what was read from logs the most of any. */
  boots: Ordinal;
  metrics: MetricDeclaration[];
  /** Guest memory in MiB; 0 where nothing is booted. */
  memory_mib: Count;
  /**
   * Longest life of one boot on the host's clock, in seconds; 0 where nothing is booted.
   * @minimum 0
   * @maximum 1000000
   */
  timeout_s: number;
  /** Parameters that were changed for this run (`--set`), with the value that they would have had. */
  changed?: ScenarioParameters;
}

/** A scenario read from its file. */
export interface Scenario extends ScenarioFile {
  /** Path of the file. */
  path: string;
}

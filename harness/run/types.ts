// SPDX-License-Identifier: Apache-2.0
import type { Clock, Direction, Sample, Unit } from '../metric/types.js';

/** Samples of one metric of one system, with their summary: one bar of a chart. */
export interface Cell {
  scenario: string;
  system: string;
  app: string;
  metric: string;
  /** Metric title as the scenario declares it. */
  title: string;
  unit: Unit;
  direction: Direction;
  clock: Clock;
  host: string;
  /** Raw values in boot order; empty when nothing could be measured. */
  values: number[];
  /** Statistics of the values; missing when there are none. */
  summary?: CellSummary;
  /** Why values are missing: error code and sentence of each failed boot. */
  failures: { boot: number; code: string; message: string }[];
  /** Boot number of each value, so that boots of two systems can be paired; without it: 1, 2, ... skipping failed boots. */
  boots?: number[];
  /** True when the boots of two systems were not made side by side, so that equal numbers mean nothing. */
  unpaired?: boolean;
}

/** Location and spread of the values of a cell. */
export interface CellSummary {
  n: number;
  median: number;
  /** Lower and upper end of the interval, in the cell's unit. */
  low: number;
  high: number;
  /** What the interval is, in words, e.g. `95 % interval of the median` or `range of 3 boots`. */
  interval: string;
}

/** A scenario as the report shows it. */
export interface ReportedScenario {
  name: string;
  title: string;
  description: string;
  /** System to which the others are normalised. */
  baseline: string;
  /** Parameters in words for the reader, e.g. `requests: 20000`. */
  parameters: Record<string, string | number | boolean>;
  /** Where the load came from, e.g. `inside the guest over loopback`. Empty when there is no load. */
  load: string;
  /** What a reader must know of the values under this clock; missing when there is nothing. */
  note?: string;
}

/** `run.json`: everything a report needs, derived from the run folder. */
export interface RunSummary {
  format: 1;
  clock: Clock;
  host: string;
  scenarios: ReportedScenario[];
  /** Systems in the order of the catalogue. */
  systems: {
    name: string;
    title: string;
    /** Kernel command line that was used; empty for an imported one. */
    cmdline: string;
    /** One word for the systems that belong together. */
    family: string;
    /** True for a system that the report is about. */
    subject: boolean;
    /** App whose kernel it is, for a system that was specialised for one. */
    app?: string | undefined;
  }[];
  cells: Cell[];
  samples: Sample[];
  /** Facts in words that a reader must know, e.g. why KVM was not used. One sentence each. */
  notes: string[];
  /** Label and value pairs from provenance.json for the report's foot, without run id or date. */
  provenance: { label: string; value: string }[];
  /** True when every planned boot has been made. */
  complete: boolean;
}

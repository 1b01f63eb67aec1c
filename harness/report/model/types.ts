// SPDX-License-Identifier: Apache-2.0
import type { Direction, Unit } from '../../metric/types.js';
import type { Cell, UnlikeSetting } from '../../comparison/index.js';
import type { ReportedScenario, RunSummary } from '../../summary/types.js';
import type { PublishedValue } from '../../claim/published-cells.js';
import type { CellSummary, Comparison as Ratio } from '../../statistics/index.js';
import type { Scale } from '../format/scale.js';

/** What a system is to the reader, which decides the colour: what is compared with, what the report is about, the rest. */
export type Kind = 'baseline' | 'subject' | 'other';

/** Why a system has no value. */
export interface Problem {
  /** Stable error code, `NO_SAMPLE` when no boot reported anything. */
  code: string;
  message: string;
  /** Who says so, for what a system can never do. */
  source?: string;
  /** What others published of it, marked as that; none when missing. */
  published?: readonly PublishedValue[];
}

/** One system in one panel. */
export interface Row {
  system: string;
  kind: Kind;
  /** True for a system whose kernel was specialised for the panel's app. */
  specialised: boolean;
  cell: Cell | undefined;
  value: CellSummary | undefined;
  ratio: Ratio | undefined;
  /** In what it was not measured like the baseline; where one is refused there is no ratio. */
  differences: UnlikeSetting[];
  /** Set when there is no value. */
  problem: Problem | undefined;
  /** What a reader must know of a row that has a value, e.g. `1 of 3 boots failed: APP_TIMEOUT`; else empty. */
  remark: string;
}

/** One metric of one app: a group of bars, a group of table rows. */
export interface Panel {
  metric: string;
  app: string;
  title: string;
  unit: Unit;
  direction: Direction;
  scale: Scale;
  rows: Row[];
  /** System that the others are compared with. */
  reference: string;
  /** The baseline's row when it has a value. */
  baseline: Row | undefined;
  /** What most intervals of this panel are, in words; rows that differ say so in their remark. */
  interval: string;
}

/** A gain over the baseline with its interval, in per cent of the baseline. */
export interface Gain {
  value: number;
  low: number;
  high: number;
}

/** One point of a curve. */
export interface CurvePoint {
  /** The number that the metric's name ends in. */
  x: number;
  panel: Panel;
  row: Row;
  /** Missing when the system or the baseline has no value there. */
  gain?: Gain;
}

/** How the gain of one system for one app changes along a series of metrics. */
export interface Curve {
  app: string;
  system: string;
  kind: Kind;
  /** In ascending order of x. */
  points: CurvePoint[];
}

/** Panels that share a chart: metrics with the same first word. */
export interface Family {
  id: string;
  title: string;
  /** Name of the chart's files without extension, unique within the report. */
  file: string;
  /** True when bars are ratios to the baseline; false when a baseline value is missing or nothing is compared. */
  normalised: boolean;
  panels: Panel[];
  /** Set when the metrics are a series: the chart is then a curve of the gain instead of bars. */
  curves: Curve[];
}

/** A scenario with what was measured in it. */
export interface Section {
  scenario: ReportedScenario;
  /** Systems that took part, in the order in which the scenario names them, or whoever chose others for it. */
  systems: string[];
  families: Family[];
}

/** One metric of one system with two kernels. */
export interface VersionRow {
  /** Both of them; the older is the baseline. */
  panel: Panel;
  older: Row;
  newer: Row;
}

/** A system with two kernels, and all that was measured of both. */
export interface VersionPair {
  /** Names of the system with each. */
  older: string;
  newer: string;
  rows: VersionRow[];
}

/** One kernel against another. */
export interface VersionTable {
  /** Versions of both. */
  older: string;
  newer: string;
  /** Name of the chart's files without extension. */
  file: string;
  pairs: VersionPair[];
}

/** What all forms of the report are made from. */
export interface ReportModel {
  summary: RunSummary;
  sections: Section[];
  /** Of a run that has systems with two kernels: one against the other. */
  versions: VersionTable[];
}

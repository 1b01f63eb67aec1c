// SPDX-License-Identifier: Apache-2.0
import type { Obstacle } from '../comparison/index.js';
import type { Clock, Direction, Unit } from '../metric/types.js';
import type { Ablation, Measure, Series } from '../plan/ablation.js';

/** What a change of kernel does to a metric. */
export interface Difference {
  /** The metric of the changed kernel, in `unit` of its table. */
  value: number;
  /** That less the value of the kernel before; what is below zero came down. */
  difference: number;
  /** That divided by the value of the kernel before. */
  ratio: number;
}

/** The price of one category. */
export interface Price {
  /** Name of the category. */
  category: string;
  title: string;
  /** System that was measured. */
  system: string;
  /** Options of the category that the kernel took, of all that differ. */
  taken: number;
  options: number;
  price?: Difference;
  /** Why there is no price. */
  obstacle?: Obstacle;
}

/** All prices in one metric. */
export interface PriceTable {
  series: Series;
  measure: Measure;
  /** Title of the metric. */
  title: string;
  unit: Unit;
  direction: Direction;
  /** System that the categories are put on top of, or taken from. */
  base: { system: string; value?: number };
  /** The system at the other end. */
  whole: { system: string; difference?: Difference; obstacle?: Obstacle };
  /** Dearest first; in `remove` what saves most first. What has no price comes last. */
  prices: Price[];
  /** Sum of the differences, and what it lacks to the whole; only when every category that differs has its price. */
  sum?: { difference: number; remainder: number };
}

/** `ablation.json`: what each category of options costs. */
export interface AblationDocument extends Pick<Ablation, 'from' | 'to' | 'kept' | 'categories' | 'kernels'> {
  format: 1;
  clock: Clock;
  host: string;
  /** True when every planned step of the run has been made. */
  complete: boolean;
  /** Names of the categories that the run leaves out, by series of the run. */
  left: { series: Series; categories: string[] }[];
  tables: PriceTable[];
}

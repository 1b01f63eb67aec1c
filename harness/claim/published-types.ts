// SPDX-License-Identifier: Apache-2.0
import type { MetricName, SystemPattern } from '../core/names.js';
import type { LongText, PlainName, ShortText } from '../core/text-types.js';
import type { SourceId } from './types.js';

/** A source of published figures. */
export interface Source {
  id: SourceId;
  /** What it is, a few words. */
  title: ShortText;
  /** The machine behind the figures, as far as it is known. */
  host: ShortText;
  /** The clock behind the figures. */
  clock: ShortText;
}

/** The figures of the paper's evaluation, one chart each. */
export type FigureId = 'image-size' | 'boot-time' | 'memory' | 'syscalls' | 'throughput';

/** A bar that is measured here. */
export interface OwnBars {
  scenario: PlainName;
  app: PlainName;
  metric: MetricName;
  baseline: SystemPattern;
  /** @minItems 1 */
  systems: SystemPattern[];
  /** True for systems that not everybody has: rows of what the run was asked for, and none without its baseline. */
  optional?: boolean;
}

/** Units of published values; `ratio` where a source gives no more. */
export type PublishedUnit = 'ratio' | 'bytes' | 'ms' | 'MB' | 'kreq/s';

/**
 * A few words for readers, or none.
 * @pattern ^[^\u0000-\u001f\u007f-\u009f]*$
 * @maxLength 200
 */
export type OptionalText = string;

/** Values of one source for one panel; `baseline` is one of them and becomes 1. */
export interface PublishedBars {
  source: SourceId;
  /** Added to the names of the systems, e.g. `on QEMU`; empty when nothing is to be said. */
  variant: OptionalText;
  /** Name among the values that is the 1. */
  baseline: ShortText;
  /**
   * Values by name of the system, all in one unit.
   * @propertyNames {"pattern": "^[^\\u0000-\\u001f\\u007f-\\u009f]{1,100}$"}
   */
  values: Record<string, number>;
  unit: PublishedUnit;
  /**
   * Of systems that were not measured like the baseline in what counts: in what, a few words. They are named, and not drawn.
   * @propertyNames {"pattern": "^[^\\u0000-\\u001f\\u007f-\\u009f]{1,100}$"}
   */
  unlike?: Record<string, ShortText>;
  /** How it was taken, a few words. */
  how: ShortText;
}

/** Bars of one chart that share a baseline: ratios only, so that values of different units never meet. */
export interface PublishedPanel {
  /** Heading, a few words. */
  title: ShortText;
  direction: 'lower' | 'higher';
  own: OwnBars[];
  published: PublishedBars[];
}

/** One chart. */
export interface PublishedFigure {
  id: FigureId;
  title: ShortText;
  /** @minItems 1 */
  panels: PublishedPanel[];
}

/** What programs a system runs, as it was published, and what was seen of it since. */
export interface Compatibility {
  system: ShortText;
  /** What runs on it, a few words. */
  runs: ShortText;
  /** What does not, or what it takes, one sentence. */
  limit: LongText;
  source: SourceId;
  /** What was seen with this program's own eyes, one sentence; missing where nothing was tried. */
  seen?: LongText;
}

/** `reports/published.yaml`: figures that others published, which nothing here measured. */
export interface PublishedFile {
  /** @minItems 1 */
  sources: Source[];
  /** Systems of here, and by which names sources have them among their values. */
  names: Record<SystemPattern, ShortText[]>;
  /** @minItems 1 */
  figures: PublishedFigure[];
  /** @minItems 1 */
  compatibility: Compatibility[];
}

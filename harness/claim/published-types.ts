// SPDX-License-Identifier: Apache-2.0
import type { MetricName, SystemPattern } from '../core/names.js';
import type { PlainName, ShortText } from '../core/text-types.js';
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
  /** How it was taken, a few words. */
  how: ShortText;
}

/** Bars of one chart that share a baseline: ratios only, so that values of different units and clocks never meet. */
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

/** `reports/published.yaml`: figures that others published, which nothing here measured. */
export interface PublishedFile {
  /** @minItems 1 */
  sources: Source[];
  /** @minItems 1 */
  figures: PublishedFigure[];
}

// SPDX-License-Identifier: Apache-2.0
import type { Direction, Unit } from '../metric/types.js';
import type { BisectResult } from './bisect.js';
import type { BisectPoint, Finding, Measured } from './types.js';

/** What a bisection measured. */
export interface BisectSubject {
  scenario: string;
  system: string;
  app: string;
  metric: string;
  title: string;
  unit: Unit;
  direction: Direction;
}

/** `bisect.json`: what moved a metric. */
export interface BisectDocument extends BisectSubject {
  format: 1;
  /** What lies between two points. */
  by: 'commit' | 'category' | 'option';
  /** Good first. Those in between that were not measured have neither value nor reason. */
  points: (BisectPoint & Partial<{ value: number; skipped: string }>)[];
  findings: Finding[];
  /** What the findings leave of the whole difference, in the metric's unit. */
  rest: number;
  /** Differences up to this are no change, in the metric's unit. */
  margin: number;
  /** How the change of a category comes about, option by option; in the order of the findings. */
  within?: BisectDocument[];
}

/** The result of a search as a document. */
export function bisectDocument(
  subject: BisectSubject,
  by: BisectDocument['by'],
  { points, measured, findings, rest, margin }: BisectResult<BisectPoint>,
): BisectDocument {
  const found = (index: number): Measured | Record<string, never> => measured.get(index) ?? {};
  return {
    ...{ format: 1, ...subject, by },
    points: points.map(({ id, title }, index) => ({ id, title, ...found(index) })),
    ...{ findings, rest, margin },
  };
}

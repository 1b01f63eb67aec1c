// SPDX-License-Identifier: Apache-2.0
import { grouped } from '../../core/grouped.js';
import { gainText, shortGain } from '../format/gain.js';
import { withUnit } from '../format/scale.js';
import { problemWords } from '../model/problem.js';
import type { Curve, CurvePoint, Kind } from '../model/types.js';
import { gainEnds } from '../model/words.js';

/** One point as `reports/gain-curve.vl.json` reads it. */
export interface CurveRow {
  panelOrder: number;
  /** Heading and explanation of the panel, in its first row only. */
  heading: string;
  explanation: string[];
  kind: Kind;
  /** Place on the axis: the logarithm of the work, or a place of its own for none. */
  position: number;
  /** Points with the same number are joined: not over a missing value, and not with the place of zero. */
  segment: number;
  /** Per cent; null when there is none. */
  gain: number | null;
  low: number | null;
  high: number | null;
  label: string;
  /** Marks the place of a value that could not be measured; else empty. */
  cross: string;
  /** The whole point in words, for the tooltip. */
  tip: string;
}

/** Where the axis begins and ends, and what lies below the first logarithm. */
export interface CurveAxis {
  firstAt: number;
  lastAt: number;
  /** Positions below this are the place of zero; equal to `firstAt` when there is no zero. */
  zeroBelow: number;
}

/** The axis for all points: whole powers of ten, and left of them one place for zero. */
export function curveAxis(curves: readonly Curve[]): CurveAxis {
  const works = curves.flatMap(({ points }) => points.map(({ x }) => x));
  const positive = works.filter((x) => x > 0);
  const lowest = Math.floor(Math.log10(Math.min(...positive)));
  const lastAt = Math.ceil(Math.log10(Math.max(...positive)));
  return works.includes(0)
    ? { firstAt: lowest - 1, lastAt, zeroBelow: lowest - 0.5 }
    : { firstAt: lowest, lastAt, zeroBelow: lowest };
}

/** Rows of all curves, one panel each. */
export function curveRows(curves: readonly Curve[], axis: CurveAxis): CurveRow[] {
  return curves.flatMap((curve, panelOrder) => {
    let segment = 0;
    return curve.points.map((point, index): CurveRow => {
      const before = curve.points[index - 1];
      if (before?.gain === undefined || before.x === 0 || point.gain === undefined) segment += 1;
      return {
        panelOrder,
        heading: index === 0 ? headingOf(curve) : '',
        explanation: index === 0 ? explanationOf(curve) : [],
        kind: curve.kind,
        position: point.x === 0 ? axis.firstAt : Math.log10(point.x),
        segment,
        gain: point.gain?.value ?? null,
        low: point.gain?.low ?? null,
        high: point.gain?.high ?? null,
        label: point.gain === undefined ? '' : shortGain(point.gain.value),
        cross: point.gain === undefined ? '×' : '',
        tip: tipOf(curve, point),
      };
    });
  });
}

function headingOf({ system, points }: Curve): string {
  const baseline = points[0]?.panel.baseline?.system;
  return baseline === undefined ? system : `${system} against ${baseline}`;
}

/** What the points are, what their whiskers are, and which could not be measured. */
function explanationOf({ points }: Curve): string[] {
  const interval = points.find(({ gain }) => gain !== undefined)?.row.ratio?.interval ?? '';
  const about = ['gain: time saved, of the time without · higher is better', interval]
    .filter(Boolean)
    .join(' · ');
  const missing = points.filter(({ gain }) => gain === undefined);
  const codes = [...new Set(missing.map(({ row }) => row.problem?.code ?? 'NO_BASELINE'))];
  if (missing.length === 0) return [about];
  const works = missing.map(({ x }) => grouped(String(x))).join(', ');
  return [about, `× could not measure: ${works} (${codes.join(', ')})`];
}

function tipOf({ system }: Curve, { x, panel, row, gain }: CurvePoint): string {
  const what = `${system}, ${grouped(String(x))} instructions`;
  if (gain === undefined || row.value === undefined || panel.baseline?.value === undefined) {
    return `${what}: ${row.problem === undefined ? 'no value of the baseline' : problemWords(row.problem)}`;
  }
  const ends = gainEnds(gain);
  const values = `${withUnit(row.value.median, panel.scale)} against ${withUnit(panel.baseline.value.median, panel.scale)}`;
  return `${what}: ${gainText(gain.value)}${ends === '' ? '' : ` (${ends})`}, ${values}; ${row.ratio?.interval ?? ''}`;
}

// SPDX-License-Identifier: Apache-2.0
import { wholeNumber } from '../../core/numbers.js';
import type { Curve, CurvePoint, Gain, Panel, Row } from './types.js';

/** Fewest points that make a curve. */
const FEWEST = 3;

/**
 * Curves of a family whose metrics end in a number, e.g. `kml_fades.300`: for each system but the baseline, the gain
 * against that number. None when the metrics are no such series, or when there is nothing to compare with.
 */
export function curvesOf(panels: readonly Panel[]): Curve[] {
  const curves = new Map<string, Curve>();
  for (const panel of panels) {
    const x = positionOf(panel.metric);
    if (x === undefined) return [];
    for (const row of panel.rows) {
      if (row.kind === 'baseline') continue;
      const key = JSON.stringify([panel.app, row.system]);
      const curve = curves.get(key) ?? { app: panel.app, system: row.system, kind: row.kind, points: [] };
      curves.set(key, curve);
      curve.points.push({ x, panel, row, ...gainOf(panel, row) });
    }
  }
  for (const { points } of curves.values()) points.sort((a, b) => a.x - b.x);
  const all = [...curves.values()];
  return all.every(({ points }) => points.length >= FEWEST) ? all : [];
}

/** The number at the end of a metric's name. */
function positionOf(metric: string): number | undefined {
  return wholeNumber(/^[a-z_]+\.(\d+)$/.exec(metric)?.[1]);
}

/** What is better than the baseline, in per cent of the baseline, where better is less (a time) or more (a rate). */
function gainOf({ direction }: Panel, { ratio }: Row): Pick<CurvePoint, 'gain'> {
  if (ratio === undefined) return {};
  const percent = (value: number): number => 100 * (direction === 'lower' ? 1 - value : value - 1);
  const [low, high] = [percent(ratio.low), percent(ratio.high)].sort((a, b) => a - b);
  const gain: Gain = { value: percent(ratio.value), low: low ?? Number.NaN, high: high ?? Number.NaN };
  return { gain };
}

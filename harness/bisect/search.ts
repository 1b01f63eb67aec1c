// SPDX-License-Identifier: Apache-2.0
import type { Decision, Finding, Measured, SearchLimits } from './types.js';

/** Two points with values, and none with one between them. */
interface Interval {
  before: number;
  after: number;
  difference: number;
  /** The next point between them to measure; undefined when every one was skipped, or there is none. */
  inside: number | undefined;
}

/**
 * What to measure next between the first point, which is good, and the last one, which is bad. It follows from what was measured
 * alone, so that a search goes on where another process ended. Where one change is all that there is, each value halves
 * what is left; a value in between shows that there are two or more, and each is looked for.
 */
export function decide(
  count: number,
  measured: ReadonlyMap<number, Measured>,
  { margin, most }: SearchLimits,
): Decision {
  const end = [0, count - 1].find((index) => !measured.has(index));
  if (end !== undefined) return { measure: end };
  const changes = intervalsOf(count, measured)
    .filter(({ difference }) => Math.abs(difference) > margin)
    .sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference) || a.before - b.before);
  const next = changes.slice(0, most).find(({ inside }) => inside !== undefined)?.inside;
  if (next !== undefined) return { measure: next };
  const found = changes.reduce((sum, { difference }) => sum + difference, 0);
  const whole = valueAt(measured, count - 1) - valueAt(measured, 0);
  return { result: { findings: changes.map(findingOf), rest: whole - found } };
}

function findingOf({ before, after, difference, inside }: Interval): Finding {
  const kind = inside !== undefined ? 'apart' : after - before === 1 ? 'step' : 'skipped';
  return { kind, before, after, difference };
}

function intervalsOf(count: number, measured: ReadonlyMap<number, Measured>): Interval[] {
  const valued = Array.from({ length: count }, (_, index) => index).filter(
    (index) => !Number.isNaN(valueAt(measured, index)),
  );
  return valued.slice(1).map((after, index) => {
    const before = valued[index] ?? 0;
    const difference = valueAt(measured, after) - valueAt(measured, before);
    return { before, after, difference, inside: pointInside(before, after, measured) };
  });
}

/** The middle, then the middles of both halves, and so on: skipped points lie together, and it should leave them soon. */
function pointInside(
  before: number,
  after: number,
  measured: ReadonlyMap<number, Measured>,
): number | undefined {
  const free = (index: number): boolean => index > before && index < after && !measured.has(index);
  for (let parts = 2; parts <= 2 * (after - before); parts *= 2) {
    for (let part = 1; part < parts; part += 2) {
      const index = before + Math.floor(((after - before) * part) / parts);
      if (free(index)) return index;
    }
  }
  return undefined;
}

/** NaN for what has none. */
function valueAt(measured: ReadonlyMap<number, Measured>, index: number): number {
  const found = measured.get(index);
  return found !== undefined && 'value' in found ? found.value : Number.NaN;
}

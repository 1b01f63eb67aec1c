// SPDX-License-Identifier: Apache-2.0
import { twoMeans } from '../../statistics/index.js';
import { type Candidate, type Distances, bestCandidate, distancesOf } from './energy.js';

/**
 * Every place of a series at which a window that moves along it shows a change, ascending. A window sees changes that a look at the whole
 * would take for noise, because of what came before and after.
 * @param window values that are looked at together, at least two.
 * @param most largest probability that it is none.
 */
export function weakChanges(values: readonly number[], window: number, most: number): number[] {
  const found = new Set<number>();
  const step = Math.max(1, Math.floor(window / 2));
  for (let from = 0; from < values.length;) {
    const to = Math.min(from + window, values.length);
    const places = changesWithin(values.slice(from, to), most).map((at) => from + at);
    for (const place of places) found.add(place);
    if (to === values.length) break;
    // What is behind the last change is seen whole by the next window.
    from = Math.max(from + step, places.at(-1) ?? 0);
  }
  return [...found].sort((a, b) => a - b);
}

/** E-divisive: the best candidate of all parts is tested, and where it holds its part is divided there; until one does not hold. */
function changesWithin(values: readonly number[], most: number): number[] {
  const distances = distancesOf(values);
  const bounds = [0, values.length];
  for (;;) {
    const candidate = bestOfParts(distances, bounds);
    if (candidate === undefined || !holds(values, bounds, candidate, most)) return bounds.slice(1, -1);
    bounds.push(candidate.index);
    bounds.sort((a, b) => a - b);
  }
}

function bestOfParts(distances: Distances, bounds: readonly number[]): Candidate | undefined {
  const candidates = bounds.slice(1).flatMap((to, at) => bestCandidate(distances, bounds[at] ?? 0, to) ?? []);
  return candidates.reduce<Candidate | undefined>(
    (best, one) => (best === undefined || one.divergence > best.divergence ? one : best),
    undefined,
  );
}

function holds(
  values: readonly number[],
  bounds: readonly number[],
  { index }: Candidate,
  most: number,
): boolean {
  const from = bounds.findLast((bound) => bound < index) ?? 0;
  const to = bounds.find((bound) => bound > index) ?? values.length;
  return twoMeans(values.slice(from, index), values.slice(index, to)).probability <= most;
}

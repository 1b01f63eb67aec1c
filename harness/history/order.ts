// SPDX-License-Identifier: Apache-2.0
import type { StoredPoints } from './folder.js';
import type { HistoryPoint } from './types.js';

type Stored = StoredPoints['points'][number];

/**
 * The points of a history in the order of their commits, each run once. Where clones were whole a commit comes after all its ancestors,
 * whatever the clocks of their authors said; the others stand where their time puts them. Never by the time of a file.
 */
export function inOrder(stored: readonly Stored[]): HistoryPoint[] {
  const points = onceEach(stored);
  const known = points
    .filter(({ point }) => point.revision.ancestors !== undefined)
    .sort((a, b) => ancestors(a) - ancestors(b) || tieBreak(a, b));
  // A time that does not go back along the line, so that commits without a place on it find theirs.
  let latest = 0;
  const placed = known.map((one, at) => {
    latest = Math.max(latest, one.point.revision.time);
    return { one, time: latest, at };
  });
  const others = points
    .filter(({ point }) => point.revision.ancestors === undefined)
    .map((one) => ({ one, time: one.point.revision.time, at: known.length }));
  return [...placed, ...others]
    .sort((a, b) => a.time - b.time || a.at - b.at || tieBreak(a.one, b.one))
    .map(({ one }) => one.point);
}

/** Of a run that was added more than once the point that says most. */
function onceEach(stored: readonly Stored[]): Stored[] {
  const best = new Map<string, Stored>();
  for (const one of stored) {
    const { revision, run } = one.point;
    const key = JSON.stringify([revision.commit, run.id, run.plan]);
    const known = best.get(key);
    if (known === undefined || saysMore(one, known)) best.set(key, one);
  }
  return [...best.values()];
}

function saysMore(one: Stored, other: Stored): boolean {
  const difference = worth(one.point) - worth(other.point);
  return difference > 0 || (difference === 0 && one.name < other.name);
}

/** A run that went on has more values, and one that was compared has verdicts beside them. */
function worth({ cells, verdict }: HistoryPoint): number {
  return 2 * cells.reduce((sum, { n }) => sum + n, 0) + (verdict === undefined ? 0 : 1);
}

function ancestors({ point }: Stored): number {
  return point.revision.ancestors ?? 0;
}

/** Commits that are level, then runs of one commit: the id of a run begins with its time. */
function tieBreak(a: Stored, b: Stored): number {
  return (
    a.point.revision.time - b.point.revision.time ||
    compareText(a.point.revision.commit, b.point.revision.commit) ||
    compareText(a.point.run.id, b.point.run.id) ||
    compareText(a.name, b.name)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

// SPDX-License-Identifier: Apache-2.0
import type { HistoryPoint, PointCell } from '../../harness/history/types.js';
import { normal, seeded } from '../support/random.js';
import { pointAt } from './fixture.js';

const METRICS = ['boot.guest', 'boot.ready', 'image.kernel', 'memory.floor'];
const SYSTEMS = ['lupine-hello', 'microvm'];

/** A history of so many commits, four metrics on two systems, with noise and a step at each third of it. */
export function longHistory(count: number, seed = 1): HistoryPoint[] {
  const random = seeded(seed);
  return Array.from({ length: count }, (_, n) =>
    pointAt(n, { cells: cellsAt(Math.floor((3 * n) / count), random) }),
  );
}

function cellsAt(third: number, random: () => number): Partial<PointCell>[] {
  return METRICS.flatMap((metric, at) =>
    SYSTEMS.map((system, of) => {
      const median =
        1_000_000 * (1 + at) * (1 + of) * (1 + 0.05 * (third % 2)) * (1 + 0.005 * normal(random));
      return { metric, title: `Metric ${metric}`, system, median, low: median * 0.99, high: median * 1.01 };
    }),
  );
}

// SPDX-License-Identifier: Apache-2.0
import { measureError } from '../core/errors.js';

/** One question of a search and its answer. */
export interface Trial {
  mib: number;
  passed: boolean;
}

/** Result of a search for the smallest value that passes. */
export interface Floor {
  mib: number;
  trials: Trial[];
  /** Values that contradict the idea of one threshold: failures above a pass. Empty when there is none. */
  contradictions: Trial[];
}

/** Where and how finely to search. */
export interface BisectOptions {
  /** Taken to pass; verified first. */
  ceilingMib: number;
  resolutionMib: number;
  /** Known to be too little without a trial: the kernel does not fit in it. 0 when nothing is known. */
  impossibleMib: number;
  /** Runs one trial; called once per value. */
  trial: (mib: number) => Promise<boolean>;
}

/** Values above the floor that are tried too, as multiples of the resolution: a second opinion on monotony. */
const CROSS_CHECKS = [1, 2, 4];

/**
 * Finds the smallest multiple of the resolution that passes, when all below it fail. Both sides are really tried: the
 * floor passed and the step below it failed. Some steps above the floor are tried as well, and a failure there is
 * reported as a contradiction, because then there is no single floor.
 * @throws BenchError `FLOOR_ABOVE_CEILING` (exit 3) when even the ceiling fails.
 */
export async function bisect({
  ceilingMib,
  resolutionMib,
  impossibleMib,
  trial,
}: BisectOptions): Promise<Floor> {
  const answers = new Map<number, boolean>();
  const ask = async (steps: number): Promise<boolean> => {
    const mib = steps * resolutionMib;
    const known = answers.get(mib);
    if (known !== undefined) return known;
    const passed = await trial(mib);
    answers.set(mib, passed);
    return passed;
  };
  let passing = Math.ceil(ceilingMib / resolutionMib);
  if (!(await ask(passing))) {
    throw measureError(
      'FLOOR_ABOVE_CEILING',
      `the app does not pass its check even with ${passing * resolutionMib} MiB.`,
      'Look at the console log of that trial; raise ceiling_mib in the scenario if memory is what it lacks.',
    );
  }
  let failing = Math.floor(impossibleMib / resolutionMib);
  // Doubling first: the floor is far below the ceiling, and a boot that lacks memory fails fast.
  for (let guess = Math.max(4, failing + 1); guess < passing; guess *= 2) {
    if (await ask(guess)) passing = guess;
    else failing = guess;
  }
  while (passing - failing > 1) {
    const middle = Math.floor((passing + failing) / 2);
    if (await ask(middle)) passing = middle;
    else failing = middle;
  }
  if (passing > 1 && (await ask(passing - 1)))
    throw new Error(`passes with ${impossibleMib} MiB, which it cannot`);
  for (const above of CROSS_CHECKS) await ask(passing + above);
  const trials = [...answers].map(([mib, passed]) => ({ mib, passed })).sort((a, b) => a.mib - b.mib);
  const mib = passing * resolutionMib;
  return { mib, trials, contradictions: trials.filter((one) => one.mib > mib && !one.passed) };
}

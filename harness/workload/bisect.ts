// SPDX-License-Identifier: Apache-2.0
import type { Count } from '../core/names.js';
import { measureError } from '../core/errors.js';

/** One value of a search, and what became of its boots. */
export interface Trial {
  mib: Count;
  /** Boots made with it. */
  boots: Count;
  /** Those that worked. One is enough: then it passed. */
  worked: Count;
}

/** What became of one boot. `hopeless` is a failure that another boot would not mend. */
export type Verdict = 'worked' | 'failed' | 'hopeless';

/** Result of a search for the smallest value that passes. */
export interface Floor {
  mib: number;
  /** Smallest value first. */
  trials: Trial[];
}

/** Where and how finely to search. */
export interface BisectOptions {
  /** Taken to pass; verified first. */
  ceilingMib: number;
  resolutionMib: number;
  /** Known to be too little without a trial: the kernel does not fit in it. 0 when nothing is known. */
  impossibleMib: number;
  /** Boots in which the step below the floor must fail. */
  failingBoots: number;
  /** True for a system that is known to work with less than what it fails with: every size is tried then. */
  every?: boolean | undefined;
  /** Makes one boot, the first, second... with this value; called once for each. */
  trial: (mib: number, boot: number) => Promise<Verdict>;
}

/** Values above the floor that are tried too, as multiples of the resolution: a second opinion on monotony. */
const CROSS_CHECKS = [1, 2, 4];

/** Where every size is tried, that ends with so many in a row that work. */
const STEADY = 8;

/**
 * Finds the smallest multiple of the resolution that passes, when all below it fail. Both sides are really tried: the
 * floor passed, and the step below it failed in several boots. One boot is not enough there: a disk that answers late can make a
 * guest fail that is short of memory, so just above the threshold some boots fail, more of them on a busy host. Only
 * one that never gets anywhere is not asked again. Some
 * steps above the floor are tried as well: a failure there says that there is no single floor, and then, as with `every`, each size is
 * tried from the smallest on, and the floor is the smallest that works.
 * @throws BenchError `FLOOR_ABOVE_CEILING` (exit 3) when even the ceiling fails, `FLOOR_CONTRADICTED` (exit 3) when what cannot be works.
 */
export async function bisect({
  ceilingMib,
  resolutionMib,
  impossibleMib,
  failingBoots,
  every = false,
  trial,
}: BisectOptions): Promise<Floor> {
  const answers = new Map<number, Verdict[]>();
  const ask = async (steps: number, boots = 1): Promise<boolean> => {
    const known = answers.get(steps) ?? [];
    answers.set(steps, known);
    while (known.length < boots && !known.some((verdict) => verdict !== 'failed')) {
      known.push(await trial(steps * resolutionMib, known.length + 1));
    }
    return known.includes('worked');
  };
  const ceiling = Math.ceil(ceilingMib / resolutionMib);
  let passing = ceiling;
  if (!(await ask(ceiling))) {
    throw measureError(
      'FLOOR_ABOVE_CEILING',
      `the app does not pass its check even with ${ceiling * resolutionMib} MiB.`,
      'Look at the console log of that trial; raise ceiling_mib in the scenario if memory is what it lacks.',
    );
  }
  const impossible = Math.floor(impossibleMib / resolutionMib);
  if (impossible >= ceiling) throw contradicted(passing * resolutionMib, impossibleMib);
  let failing = impossible;
  const bisected = async (): Promise<boolean> => {
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
    while (passing > 1 && (await ask(passing - 1, passing - 1 > impossible ? failingBoots : 1))) passing -= 1;
    if (passing <= impossible) throw contradicted(passing * resolutionMib, impossibleMib);
    let steady = true;
    for (const above of CROSS_CHECKS) steady = (await ask(passing + above, failingBoots)) && steady;
    return steady;
  };
  const eachSize = async (): Promise<void> => {
    let inRow = 0;
    for (let steps = impossible + 1; steps < ceiling && inRow < STEADY; steps += 1) {
      inRow = (await ask(steps, failingBoots)) ? inRow + 1 : 0;
    }
    passing = Math.min(
      ...[...answers].flatMap(([steps, known]) => (known.includes('worked') ? [steps] : [])),
    );
  };
  if (every || !(await bisected())) await eachSize();
  const trials = [...answers].map(([steps, verdicts]) => ({
    mib: steps * resolutionMib,
    boots: verdicts.length,
    worked: verdicts.filter((verdict) => verdict === 'worked').length,
  }));
  return { mib: passing * resolutionMib, trials: trials.sort((a, b) => a.mib - b.mib) };
}

/** A kernel that somebody brings may say anything of its own length. */
function contradicted(worksMib: number, impossibleMib: number): Error {
  return measureError(
    'FLOOR_CONTRADICTED',
    `the app passes its check with ${worksMib} MiB, and its kernel says that it ends at ${impossibleMib} MiB of memory.`,
    'Look at the segments of the kernel (`readelf -lW`): one of them says more than is loaded.',
  );
}

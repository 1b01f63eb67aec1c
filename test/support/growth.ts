// SPDX-License-Identifier: Apache-2.0

/** CPU time of this process since it began, ms. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/**
 * What a work costs that is done on an input and on one twice as long, both in this run, ms: the least of as many tries as it takes
 * to look linear. Something quadratic never does, and a busy machine only takes more of them.
 */
export function costs(work: (twice: boolean) => void, tries = 12): { once: number; twice: number } {
  const cost = (twice: boolean): number => {
    const before = cpuMs();
    work(twice);
    return cpuMs() - before;
  };
  work(false);
  const found = { once: cost(false), twice: cost(true) };
  for (let done = 1; done < tries && (done < 3 || !isLinear(found)); done++) {
    found.once = Math.min(found.once, cost(false));
    found.twice = Math.min(found.twice, cost(true));
  }
  return found;
}

/** Below this a work is over before its growth could be told from noise, ms; something quadratic is far above. */
const NOISE_MS = 60;

/** Twice the input costs about twice as much; of something quadratic it would be four times. */
export function isLinear({ once, twice }: { once: number; twice: number }): boolean {
  return twice < NOISE_MS || twice <= once * 3;
}

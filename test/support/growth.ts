// SPDX-License-Identifier: Apache-2.0

/** CPU time of this process since it began, ms. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** What a work costs that is done on an input and on one twice as long, both in this run: the least of a few tries, ms. */
export function costs(work: (twice: boolean) => void, tries = 3): { once: number; twice: number } {
  const least = (twice: boolean): number =>
    Math.min(
      ...Array.from({ length: tries }, () => {
        const before = cpuMs();
        work(twice);
        return cpuMs() - before;
      }),
    );
  work(false);
  return { once: least(false), twice: least(true) };
}

/** Below this a work is over before its growth could be told from noise, ms; something quadratic is far above. */
const NOISE_MS = 60;

/** Twice the input costs about twice as much. */
export function isLinear({ once, twice }: { once: number; twice: number }): boolean {
  return twice < NOISE_MS || twice <= once * 2.6;
}

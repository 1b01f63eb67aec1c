// SPDX-License-Identifier: Apache-2.0
import type { FunctionChange, Inlining } from './types.js';

/** Least share of a function's instructions by which its callers must have changed. */
const LEAST = 1 / 4;

/** Callers that are named. */
const MOST_NAMED = 3;

/**
 * Whether a function that is on one side only may have been inlined, or is no longer: when every one of its callers is on
 * both sides, and all of them took up instructions where it lost them. It stays a guess: they may have other reasons.
 */
export function inliningOf(change: FunctionChange, callers: readonly FunctionChange[]): Inlining | undefined {
  const gone = change.after === 0;
  if (!gone && change.before !== 0) return undefined;
  const sign = gone ? 1 : -1;
  const alike = callers.every(
    ({ before, after, difference }) => before > 0 && after > 0 && difference * sign > 0,
  );
  const taken = callers.reduce((sum, { difference }) => sum + difference * sign, 0);
  if (callers.length === 0 || !alike || taken < Math.abs(change.difference) * LEAST) return undefined;
  return {
    moved: gone ? 'into' : 'out of',
    callers: [...callers]
      .sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference) || (a.name < b.name ? -1 : 1))
      .slice(0, MOST_NAMED)
      .map(({ name }) => name),
    together: change.difference + taken * sign,
  };
}

// SPDX-License-Identifier: Apache-2.0
import type { Pair } from '../comparison/index.js';
import { type Looks, confidenceAt } from './looks.js';
import { type PairedDecision, type PairedEvidence, decidePaired } from './paired.js';
import type { Decision } from './types.js';

/** What has to be booted before a metric is decided. */
export interface Wanted {
  /** `look`: up to this boot of each side; `fresh`: so many behind the last look. */
  kind: 'look' | 'fresh';
  boots: number;
}

/** What the boots so far say. */
export interface Progress extends Decision {
  /** Missing where it is decided, or no boots are left to decide it. */
  wanted?: Wanted;
}

/** Boots of two sides that took turns, and when they are looked at. */
export interface SequentialEvidence extends Pick<PairedEvidence, 'direction' | 'margin'>, Looks {
  /** All that were made, those behind the last look too. */
  pairs: readonly Pair[];
}

/**
 * What is said of boots that are made until they tell. The looks are fixed, and the first one that decides stands: what comes later
 * for the sake of other metrics changes nothing. A look that is not complete is none. What looks worse is decided by fresh boots
 * alone, as many as that look had.
 */
export function decideSequential({ pairs, looks, fresh, ...how }: SequentialEvidence): Progress {
  let last: Decision | undefined;
  for (const [index, look] of looks.entries()) {
    const taken = pairs.filter(({ boot }) => boot <= look);
    if (taken.length < look)
      return { ...(last ?? unseen(look, taken.length)), wanted: { kind: 'look', boots: look } };
    const evidence = { ...how, pairs: taken, confidence: confidenceAt(index, looks.length) };
    const { suspect, ...decision } = decidePaired(evidence);
    if (suspect) return confirmed(decision, evidence, pairs, { looks, fresh });
    if (decision.code !== 'TOO_UNCERTAIN') return decision;
    last = decision;
  }
  return last ?? unseen(0, 0);
}

function confirmed(
  decision: Decision,
  evidence: PairedEvidence,
  pairs: readonly Pair[],
  { looks, fresh }: Looks,
): Progress {
  const needed = Math.min(evidence.pairs.length, fresh);
  const end = looks.at(-1) ?? 0;
  const kept = pairs.filter(({ boot }) => boot > end && boot <= end + needed);
  if (kept.length === needed && needed > 0)
    return withoutSuspicion(decidePaired({ ...evidence, fresh: kept }));
  const rule = {
    rule: 'fresh boots show the same',
    outcome: `${kept.length} of ${needed} were made`,
    held: false,
  };
  return {
    ...{ ...decision, verdict: 'inconclusive', code: 'NOT_CONFIRMED', rules: [...decision.rules, rule] },
    reason: `${decision.reason} It looks worse, and the boots that would confirm it were not made.`,
    wanted: { kind: 'fresh', boots: needed },
  };
}

function withoutSuspicion({ suspect: _suspect, ...decision }: PairedDecision): Decision {
  return decision;
}

function unseen(look: number, made: number): Decision {
  return {
    ...{ verdict: 'inconclusive', code: 'TOO_FEW_BOOTS' },
    reason: `${made} pairs of boots took turns, and the first look is at ${look}.`,
    rules: [{ rule: `the first look, at ${look} pairs of boots`, outcome: `${made} pairs`, held: false }],
  };
}

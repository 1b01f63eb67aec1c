// SPDX-License-Identifier: Apache-2.0
import { grouped } from '../core/grouped.js';
import { rounded } from '../core/numbers.js';
import { varies } from '../metric/units.js';
import type { Direction, Unit } from '../metric/types.js';
import type { Decision, RuleOutcome } from './types.js';

/** Values of one metric of two sides, and what a change of them means. */
export interface TwoSides {
  base: readonly number[];
  head: readonly number[];
  unit: Unit;
  direction: Direction;
  /** As a part of the base. */
  margin: number;
}

/** Boots of a side from which it shows that they are equal. */
const FEWEST_EQUAL = 2;

/**
 * What is said of values that do not vary: those of the deterministic clock, sizes and counts. They are compared exactly, and only
 * after a second boot of each side has shown that they are what they should be: the same.
 */
export function decideExact(sides: TwoSides): Decision {
  const { base, head, unit } = sides;
  const proofs = [proof('base', base, unit), proof('head', head, unit)];
  const [failed] = proofs.filter(({ held }) => !held);
  if (failed !== undefined) {
    const code = base.length > 1 && head.length > 1 ? 'NOT_DETERMINISTIC' : 'NOT_PROVEN';
    return { verdict: 'could not measure', code, reason: sentence(failed.outcome), rules: proofs };
  }
  return decideChange(sides, proofs);
}

function proof(side: string, values: readonly number[], unit: Unit): RuleOutcome {
  const rule = `every boot of the ${side} has the same value`;
  const different = new Set(values).size;
  if (different > 1) {
    return { rule, outcome: `${values.length} boots of the ${side} have ${different} values`, held: false };
  }
  if (varies(unit) && values.length < FEWEST_EQUAL) {
    const outcome = `the ${side} has one boot, and only a second one shows that it repeats`;
    return { rule, outcome, held: false };
  }
  const [value = 0] = values;
  return { rule, outcome: `${values.length} of ${values.length} have ${words(value, unit)}`, held: true };
}

function decideChange({ base, head, unit, direction, margin }: TwoSides, proofs: RuleOutcome[]): Decision {
  const [before = 0, after = 0] = [base[0], head[0]];
  const worse = direction === 'lower' ? after - before : before - after;
  const allowed = Math.abs(before) * margin;
  // What reaches the margin is beyond it, or +0.1 % would pass a margin of 0.1 %.
  const beyond = worse !== 0 && Math.abs(worse) >= allowed;
  const rule: RuleOutcome = {
    rule: `the head is less than ${percent(margin)} worse than the base`,
    outcome: `${words(before, unit)} became ${words(after, unit)}, a change counts from ${words(allowed, unit)} on`,
    held: !beyond || worse < 0,
  };
  const ratio = before > 0 && after >= 0 ? after / before : undefined;
  return {
    verdict: !beyond ? 'pass' : worse > 0 ? 'regression' : 'improvement',
    reason: `${rule.outcome}.`,
    ...(ratio === undefined ? {} : { ratio, low: ratio, high: ratio }),
    rules: [...proofs, rule],
  };
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

/** A part as per cent: `0.1 %`. */
export function percent(part: number): string {
  return `${String(rounded(part * 100, 4))} %`;
}

function words(value: number, unit: Unit): string {
  return `${grouped(String(rounded(value, 4)))} ${unit}`;
}

// SPDX-License-Identifier: Apache-2.0
import type { MetricVerdict } from '../../../harness/gate/types.js';
import { type Rate, rateOf } from '../../../harness/statistics/index.js';
import { seeded } from '../../support/random.js';
import type { HostSession } from './host.js';
import { isSuspect, verdictOn } from './ours.js';
import { againstHistory, mannWhitney, permutation, twoGroups } from './others.js';

/** What a rule makes of one metric, and the boots of each side that it took. */
export interface Answer {
  red: boolean;
  /** Said to be no worse; the rules of others know nothing between red and green. */
  green: boolean;
  boots: number;
}

/** Begins a session on a host. */
type OpenSession = () => HostSession;

/** A rule, with how its boots are made. */
export interface Contestant {
  name: string;
  answer: (open: OpenSession, effect: number, random: () => number) => Answer;
}

const BOOTS = 10;

/** Every rule of the table; ours are the last two. */
export const CONTESTANTS: readonly Contestant[] = [
  {
    name: 'one value against a history of 30, t-test at 99 %',
    answer: (open, effect) => {
      const history = Array.from({ length: 30 }, () => open().boot(1));
      return plain(againstHistory(history, open().boot(1 + effect)), 1);
    },
  },
  {
    name: 'permutation test p < 0.01 and a floor of 5 %, one after the other',
    answer: (open, effect, random) => {
      const { base, head } = inBlocks(open(), effect);
      return plain(permutation(base, head, random));
    },
  },
  {
    name: 'Mann-Whitney p < 0.05, one after the other',
    answer: (open, effect) => {
      const { base, head } = inBlocks(open(), effect);
      return plain(mannWhitney(base, head, 0.05, 1));
    },
  },
  {
    name: 'Mann-Whitney p < 0.002 and a factor of 1.1, one after the other',
    answer: (open, effect) => {
      const { base, head } = inBlocks(open(), effect);
      return plain(mannWhitney(base, head, 0.002, 1.1));
    },
  },
  {
    name: 'ten values of each boot pooled, t-test p < 0.01, in turns',
    answer: (open, effect, random) => {
      const session = open();
      const taken = { base: [] as number[], head: [] as number[] };
      for (let round = 0; round < BOOTS; round += 1) {
        taken.base.push(...session.samples(1, 10, random));
        taken.head.push(...session.samples(1 + effect, 10, random));
      }
      return plain(twoGroups(taken.base, taken.head, 0.01));
    },
  },
  {
    name: 'our bound, base and head in two sessions (refused by compare)',
    answer: (open, effect) => {
      const base = Array.from({ length: BOOTS }, within(open(), 1));
      const head = Array.from({ length: BOOTS }, within(open(), 1 + effect));
      return ours(verdictOn({ base, head }));
    },
  },
  {
    name: 'our bound, in turns, one look at 10 boots (compare)',
    answer: (open, effect) => {
      return ours(verdictOn(open().turns(1, 1 + effect, BOOTS)));
    },
  },
  {
    name: 'the same, suspects confirmed on 10 fresh boots',
    answer: (open, effect) => {
      const session = open();
      const taken = session.turns(1, 1 + effect, BOOTS);
      if (!isSuspect(taken)) return ours(verdictOn(taken));
      return ours(verdictOn(taken, session.turns(1, 1 + effect, BOOTS)), 2 * BOOTS);
    },
  },
];

/** How a rule did. */
export interface Result {
  name: string;
  /** Suites of unchanged metrics with a red one among them. */
  falseRed: Rate;
  /** Metrics that are worse, by how much, and how many of them it found. */
  found: { effect: number; rate: Rate; green: Rate; boots: number }[];
  /** Mean number of boots of each side for an unchanged metric. */
  boots: number;
}

/** Puts a rule through suites of unchanged metrics, and through metrics that are worse. */
export function contest(
  { name, answer }: Contestant,
  openWith: (random: () => number) => HostSession,
  {
    seed,
    suites,
    metrics,
    effects,
    tries,
  }: { seed: number; suites: number; metrics: number; effects: readonly number[]; tries: number },
): Result {
  const random = seeded(seed);
  const open = (): HostSession => openWith(random);
  let [red, boots] = [0, 0];
  for (let suite = 0; suite < suites; suite += 1) {
    const answers = Array.from({ length: metrics }, () => answer(open, 0, random));
    if (answers.some((one) => one.red)) red += 1;
    boots += answers.reduce((sum, one) => sum + one.boots, 0);
  }
  const found = effects.map((effect) => {
    const answers = Array.from({ length: tries }, () => answer(open, effect, random));
    const spent = answers.reduce((sum, one) => sum + one.boots, 0);
    return {
      effect,
      rate: rateOf(answers.filter(({ red: found }) => found).length, tries),
      green: rateOf(answers.filter(({ green }) => green).length, tries),
      boots: spent / tries,
    };
  });
  return { name, falseRed: rateOf(red, suites), found, boots: boots / (suites * metrics) };
}

/** The answer of a rule that knows two. */
function plain(red: boolean, boots = BOOTS): Answer {
  return { red, green: !red, boots };
}

function ours(verdict: MetricVerdict, boots = BOOTS): Answer {
  return { red: verdict === 'regression', green: verdict === 'pass' || verdict === 'improvement', boots };
}

function inBlocks(session: HostSession, effect: number): { base: number[]; head: number[] } {
  const base = Array.from({ length: BOOTS }, within(session, 1));
  return { base, head: Array.from({ length: BOOTS }, within(session, 1 + effect)) };
}

function within(session: HostSession, idle: number): () => number {
  return () => session.boot(idle);
}

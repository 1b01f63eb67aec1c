// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { confidenceAt, looksWithin } from '../../harness/gate/looks.js';
import { expectedPower } from '../../harness/gate/power.js';
import { type Progress, decideSequential } from '../../harness/gate/sequential.js';
import { SimulatedSession, USUAL } from '../evaluation/gate/host.js';
import { noisy, seeded } from '../support/random.js';

const HOW = { direction: 'lower', margin: 0.01 } as const;

/** Pairs of boots from these on. */
const pairsOf = (head: readonly number[], base: readonly number[], from = 1) =>
  head.map((value, index) => ({ boot: from + index, value, baseline: base[index] ?? Number.NaN }));

describe('looks', () => {
  it('double while as many fresh boots are left', () => {
    assert.deepEqual(looksWithin(10, 80), { looks: [10, 20, 40], fresh: 40 });
    assert.deepEqual(looksWithin(10, 20), { looks: [10], fresh: 10 });
    assert.deepEqual(looksWithin(10, 15), { looks: [10], fresh: 5 });
  });
  it('are wrong together as often as a single one', () => {
    for (const count of [1, 2, 3, 5]) {
      const wrong = Array.from({ length: count }, (_, index) => 1 - confidenceAt(index, count));
      assert.ok(Math.abs(wrong.reduce((sum, one) => sum + one, 0) - 0.01) < 1e-12);
    }
  });
});

describe('boots that are made until they tell', () => {
  const looks = { looks: [10, 20], fresh: 20 };
  it('are decided by the first look that decides, whatever comes later', () => {
    const same = pairsOf(noisy(1, 10, 0.001), noisy(2, 10, 0.001));
    const worse = pairsOf(noisy(3, 10, 0.001), noisy(4, 10, 0.001), 11).map((pair) => ({
      ...pair,
      value: pair.value * 1.2,
    }));
    for (const pairs of [same, [...same, ...worse]]) {
      const { verdict, wanted } = decideSequential({ ...HOW, ...looks, pairs });
      assert.deepEqual([verdict, wanted], ['pass', undefined]);
    }
  });
  it('are not looked at between two looks', () => {
    const wide = pairsOf(noisy(1, 15, 0.2), noisy(2, 15, 0.2));
    const early = decideSequential({ ...HOW, ...looks, pairs: wide.slice(0, 9) });
    assert.deepEqual(
      [early.verdict, early.code, early.wanted],
      ['inconclusive', 'TOO_FEW_BOOTS', { kind: 'look', boots: 10 }],
    );
    const between = decideSequential({ ...HOW, ...looks, pairs: wide });
    const first = decideSequential({ ...HOW, ...looks, pairs: wide.slice(0, 10) });
    assert.deepEqual(between, first);
  });
  it('want as many fresh ones as the look had that raised the suspicion', () => {
    const pairs = pairsOf(
      noisy(1, 10, 0.001).map((value) => value * 1.05),
      noisy(2, 10, 0.001),
    );
    const { verdict, code, wanted } = decideSequential({ ...HOW, ...looks, pairs });
    assert.deepEqual(
      [verdict, code, wanted],
      ['inconclusive', 'NOT_CONFIRMED', { kind: 'fresh', boots: 10 }],
    );
    const fresh = pairsOf(
      noisy(5, 10, 0.001).map((value) => value * 1.05),
      noisy(6, 10, 0.001),
      21,
    );
    assert.equal(decideSequential({ ...HOW, ...looks, pairs: [...pairs, ...fresh] }).verdict, 'regression');
    const partly = decideSequential({ ...HOW, ...looks, pairs: [...pairs, ...fresh.slice(0, 9)] });
    assert.equal(partly.code, 'NOT_CONFIRMED');
  });
  it('cannot be measured where a value is not above zero', () => {
    const pairs = pairsOf(
      noisy(1, 10, 0.001).map((_, index) => index),
      noisy(2, 10, 0.001),
    );
    const { verdict, wanted } = decideSequential({ ...HOW, ...looks, pairs });
    assert.deepEqual([verdict, wanted], ['could not measure', undefined]);
  });
});

describe('the error rates of boots that are made until they tell, on a simulated host', function () {
  this.timeout(120_000);
  const looks = looksWithin(10, 80);
  const end = looks.looks.at(-1) ?? 0;

  /** Makes the boots that are wanted, as a gate does. */
  const gate = (random: () => number, effect: number): { progress: Progress; suspect: boolean } => {
    const session = new SimulatedSession(random, USUAL);
    const turns = (count: number, from: number) => {
      const { base, head } = session.turns(1, 1 + effect, count);
      return pairsOf(head, base, from);
    };
    const pairs = turns(looks.looks[0] ?? 0, 1);
    let suspect = false;
    for (;;) {
      const progress = decideSequential({ ...HOW, ...looks, pairs });
      const { wanted } = progress;
      if (wanted === undefined) return { progress, suspect };
      suspect ||= wanted.kind === 'fresh';
      if (wanted.kind === 'look') pairs.push(...turns(wanted.boots - pairs.length, pairs.length + 1));
      else pairs.push(...turns(wanted.boots, end + 1));
    }
  };
  const rates = (seed: number, effect: number, tries: number) => {
    const random = seeded(seed);
    const made = Array.from({ length: tries }, () => gate(random, effect));
    const part = (is: (one: (typeof made)[number]) => boolean): number => made.filter(is).length / tries;
    return {
      red: part(({ progress }) => progress.verdict === 'regression'),
      suspect: part(({ suspect }) => suspect),
      green: part(({ progress }) => ['pass', 'improvement'].includes(progress.verdict)),
    };
  };

  it('call nothing red that is the same, and suspect it no more often than one look may', () => {
    const { red, suspect, green } = rates(1, 0, 2000);
    assert.ok(red <= 0.0005, `red: ${red}`);
    assert.ok(suspect <= 0.01, `suspect: ${suspect}`);
    assert.ok(green >= 0.7, `green: ${green}`);
  });
  it('are wrong at the margin itself no more often than they say', () => {
    const { red, suspect, green } = rates(2, 0.01, 2000);
    assert.ok(red <= 0.01 && suspect <= 0.02 && green <= 0.02, `${red}, ${suspect}, ${green}`);
  });
  it('find what is worse', () => {
    const [three, five] = [rates(3, 0.03, 400), rates(4, 0.05, 400)];
    assert.ok(three.red >= 0.75 && three.green <= 0.01, `+3 %: ${three.red}`);
    assert.ok(five.red >= 0.95 && five.green <= 0.01, `+5 %: ${five.red}`);
  });
});

describe('the power that earlier boots promise', () => {
  it('grows with boots and falls with noise, and is not promised of too few', () => {
    const [quiet, loud] = [0.001, 0.01].map((noise) =>
      expectedPower([noisy(1, 40, noise)], 0.01, { looks: [10, 20] }),
    );
    const [first, second] = quiet ?? [];
    assert.ok(first && second && first.ratio > second.ratio && second.ratio > 1.01);
    assert.ok((loud?.[0]?.ratio ?? 0) > first.ratio);
    assert.equal(expectedPower([noisy(1, 9, 0.01)], 0.01, { looks: [10] }), undefined);
    assert.equal(expectedPower([[0, 1, 2]], 0.01, { looks: [10] }), undefined);
  });
});

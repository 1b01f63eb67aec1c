// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { CONTESTANTS, contest } from '../evaluation/gate/contest.js';
import { SimulatedSession, USUAL } from '../evaluation/gate/host.js';

// A small, seeded part of `npm run evaluate-gate`, so that no change of the rule goes by unseen.
const SIZES = { seed: 3, suites: 60, metrics: 20, effects: [0.03, 0.05], tries: 400 };
const simulated = (random: () => number): SimulatedSession => new SimulatedSession(random, USUAL);

describe("the rule's error rates on a simulated host", function () {
  this.timeout(120_000);

  for (const one of CONTESTANTS.slice(-2)) {
    it(`are what they must be: ${one.name}`, () => {
      const { falseRed, found } = contest(one, simulated, SIZES);
      assert.ok(falseRed.count <= 1, `${falseRed.count} false reds`);
      const [three = 0, five = 0] = found.map(({ rate }) => rate.count / rate.of);
      assert.ok(three >= 0.75, `+3 %: ${three}`);
      assert.ok(five >= 0.95, `+5 %: ${five}`);
      for (const { green } of found)
        assert.ok(green.count / green.of <= 0.01, 'a worse metric is called green');
    });
  }
  it('are not reached by base and head in two sessions, which is why compare refuses them', () => {
    const apart = CONTESTANTS.find(({ name }) => name.includes('two sessions'));
    assert.ok(apart);
    const { falseRed } = contest(apart, simulated, { ...SIZES, effects: [], suites: 10 });
    assert.ok(falseRed.count >= 5);
  });
});

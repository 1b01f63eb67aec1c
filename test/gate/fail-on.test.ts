// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { failOnWords, readFailOn } from '../../harness/gate/fail-on.js';
import type { MetricVerdict } from '../../harness/gate/types.js';
import { exitUnder, verdictOf } from '../../harness/gate/verdict.js';
import { failsWith } from '../support/errors.js';

const exit = (verdicts: readonly MetricVerdict[], words?: string[]): number =>
  exitUnder(
    verdicts.map((verdict, index) => ({ verdict, metric: `m.${index}` })),
    readFailOn(words),
  );

describe('the verdict of a suite', () => {
  it('is that of its worst metric, with the exit code of the design', () => {
    const all = ['pass', 'improvement', 'accepted', 'inconclusive', 'could not measure', 'host not fit', 'not comparable', 'regression'] as const; // prettier-ignore
    const exits = all.map((_, index) => exit(all.slice(0, index + 1)));
    assert.deepEqual(exits, [0, 0, 0, 4, 3, 3, 5, 1]);
    assert.equal(verdictOf(all.map((verdict) => ({ verdict }))), 'regression');
    assert.equal(verdictOf([{ verdict: 'accepted' }]), 'pass');
  });
  it('is never green without a metric, whatever is to fail', () => {
    assert.equal(verdictOf([]), 'could not measure');
    assert.equal(exit([], ['none']), 3);
  });
});

describe('what fails', () => {
  it('is chosen by verdict', () => {
    assert.equal(exit(['regression', 'inconclusive'], ['inconclusive']), 4);
    assert.equal(exit(['regression', 'not comparable'], ['not-comparable']), 5);
    assert.equal(exit(['regression', 'inconclusive'], ['none']), 0);
  });
  it('is chosen by metric', () => {
    assert.equal(exit(['regression', 'pass'], ['m.0']), 1);
    assert.equal(exit(['regression', 'pass'], ['m.1']), 0);
    assert.equal(exit(['regression', 'inconclusive'], ['regression', 'm.1']), 0);
    assert.equal(exit(['regression', 'inconclusive'], ['m.1']), 4);
  });
  it('is always what could not be measured', () => {
    assert.equal(exit(['could not measure', 'regression'], ['none']), 3);
    assert.equal(exit(['host not fit'], ['m.7']), 3);
  });
  it('is said again in the same words', () => {
    for (const words of [['regression'], ['none'], ['boot.guest'], ['inconclusive', 'boot.guest']])
      assert.deepEqual(failOnWords(readFailOn(words)), words);
    assert.deepEqual(failOnWords(readFailOn(undefined)), []);
  });
  for (const word of ['regresion', 'pass', '', 'constructor', 'a b.c', '\u001b[31m'])
    it(`is not ${JSON.stringify(word)}`, () =>
      failsWith(() => readFailOn([word]), 'FAIL_ON_UNKNOWN', 2, /^[ -~]*$/));
});

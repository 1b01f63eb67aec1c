// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { pairs } from '../../harness/comparison/index.js';
import { DETERMINISTIC, cell, ofOneRun, ofTwoRuns, runOf } from './fixture.js';

describe('boots are paired', () => {
  const mine = cell('s', [1, 2]);
  const theirs = cell('b', [5, 6]);

  it('by number inside one run under the wall clock', () =>
    assert.deepEqual(pairs(...ofOneRun(mine, theirs)), [
      { boot: 1, value: 1, baseline: 5 },
      { boot: 2, value: 2, baseline: 6 },
    ]));
  it('only where both sides have a value', () => {
    const sides = ofOneRun(cell('s', [1, 2], { boots: [1, 3] }), cell('b', [5, 6], { boots: [3, 4] }));
    assert.deepEqual(pairs(...sides), [{ boot: 3, value: 2, baseline: 5 }]);
  });
  it('without the failed ones when numbers are not recorded', () => {
    const failures = [2, 2, 4].map((boot) => ({ boot, code: 'X', message: '' }));
    const sides = ofOneRun(cell('s', [1, 1, 1], { failures }), cell('b', [1, 2, 3, 4, 5]));
    assert.deepEqual(
      pairs(...sides).map(({ boot }) => boot),
      [1, 3, 5],
    );
  });
});

describe('boots are never paired', () => {
  const mine = cell('s', [1, 2]);
  const theirs = cell('b', [5, 6]);

  it('across two runs, not even ones with equal content', () => {
    assert.deepEqual(pairs(...ofTwoRuns(mine, theirs)), []);
    const [left, right] = [runOf([mine, theirs]), runOf([mine, theirs])];
    assert.deepEqual(pairs({ run: left, cell: mine }, { run: right, cell: theirs }), []);
  });
  it('with a cell that the run does not have', () => {
    const run = runOf([theirs]);
    assert.deepEqual(pairs({ run, cell: mine }, { run, cell: theirs }), []);
  });
  it('when a cell is marked as unpaired, on either side', () => {
    assert.deepEqual(pairs(...ofOneRun({ ...mine, unpaired: true }, theirs)), []);
    assert.deepEqual(pairs(...ofOneRun(mine, { ...theirs, unpaired: true })), []);
  });
  it('under the deterministic clock, where boots do not take turns', () =>
    assert.deepEqual(pairs(...ofOneRun({ ...mine, ...DETERMINISTIC }, { ...theirs, ...DETERMINISTIC })), []));
  it('between two scenarios or two apps', () => {
    assert.deepEqual(pairs(...ofOneRun(mine, { ...theirs, scenario: 't' })), []);
    assert.deepEqual(pairs(...ofOneRun(mine, { ...theirs, app: 'x' })), []);
  });
});

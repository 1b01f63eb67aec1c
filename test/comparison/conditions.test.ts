// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {
  type Cell,
  type Side,
  type Waiver,
  compare,
  compareConditions,
  compareSides,
  differenceWords,
  differingFields,
} from '../../harness/comparison/index.js';
import type { Conditions } from '../../harness/metric/conditions.js';
import { cell, runOf } from './fixture.js';

/** Two systems of one run with one value each, whose scenario has these waivers. */
function sides(
  mine: Conditions,
  theirs: Conditions,
  more: Partial<Cell> = {},
  waivers: Waiver[] = [],
): [Side, Side] {
  const a = cell('osv', [1], { ...more, unit: 'bytes', conditions: mine });
  const b = cell('microvm', [2], { ...more, unit: 'bytes', conditions: theirs });
  const run = runOf([a, b]);
  const waived = { ...run, scenarios: run.scenarios.map((one) => ({ ...one, waivers })) };
  return [
    { run: waived, cell: a },
    { run: waived, cell: b },
  ];
}

const verdicts = (compared: [Side, Side]): string[] =>
  compareConditions(...compared).map((one) => `${one.verdict}: ${differenceWords(one)}`);

describe('the conditions of two values', () => {
  it('are named where they differ, in a fixed order, and only those that both sides know', () => {
    const mine = { console: 'none', machine: 'pc', memory: '64 MiB', page: '612 bytes' };
    const theirs = {
      allocator: 'its own',
      page: '612 bytes',
      machine: 'microvm',
      memory: '128 MiB',
      console: 'serial port',
    };
    assert.deepEqual(verdicts(sides(mine, theirs, { metric: 'throughput.get' })), [
      'named: machine type pc, not microvm',
      'named: memory 64 MiB, not 128 MiB',
      'named: console none, not serial port',
    ]);
  });
  for (const [setting, mine, theirs] of [
    ['concurrency', 1, 100],
    ['page', '212 bytes', '612 bytes'],
    ['keep-alive', 'no', 'yes'],
    ['client', 'in the guest', 'on the host'],
    ['cpus', 1, 4],
    ['masters of a cluster', 'none', 3],
  ] as const) {
    it(`are refused for any metric when they differ in ${setting}`, () => {
      const compared = sides({ [setting]: mine }, { [setting]: theirs });
      assert.deepEqual(
        compareConditions(...compared).map(({ verdict, value, baseline }) => [verdict, value, baseline]),
        [['refused', `${mine}`, `${theirs}`]],
      );
      const outcome = compareSides('ratio', ...compared);
      assert.ok('obstacle' in outcome);
      assert.equal(outcome.obstacle.code, 'CONDITIONS_DIFFER');
      assert.match(
        outcome.obstacle.message,
        new RegExp(`osv was not measured like microvm: .* ${mine}, not ${theirs}\\.`),
      );
      assert.equal(differingFields(...compared).length, 1);
      assert.throws(() => compare('ratio', ...compared), { code: 'RATIO_NOT_COMPARABLE' });
    });
  }
  it('are refused for boots only when they differ in machine type or memory', () => {
    for (const setting of ['machine', 'memory']) {
      const [mine, theirs] = [{ [setting]: 'a' }, { [setting]: 'b' }];
      assert.match(verdicts(sides(mine, theirs, { metric: 'boot.main' }))[0] ?? '', /^refused/);
      assert.match(verdicts(sides(mine, theirs, { metric: 'memory.floor' }))[0] ?? '', /^named/);
    }
  });
  it('stand by a waiver of the scenario for the system, with its reason', () => {
    const waiver = { setting: 'machine', systems: ['osv'], reason: 'It boots on nothing else.' };
    const boot = { metric: 'boot.main' };
    const compared = sides({ machine: 'pc' }, { machine: 'microvm' }, boot, [waiver]);
    assert.deepEqual(
      compareConditions(...compared).map(({ verdict, reason }) => [verdict, reason]),
      [['waived', waiver.reason]],
    );
    assert.equal(compare('ratio', ...compared)?.value, 0.5);
    for (const other of [
      { ...waiver, systems: ['rumprun'] },
      { ...waiver, setting: 'memory' },
    ]) {
      assert.match(
        verdicts(sides({ machine: 'pc' }, { machine: 'microvm' }, boot, [other]))[0] ?? '',
        /^refused/,
      );
    }
    const { systems: _systems, ...all } = waiver;
    assert.match(verdicts(sides({ machine: 'pc' }, { machine: 'microvm' }, boot, [all]))[0] ?? '', /^waived/);
  });
  it('may have any name, also one of every object', () => {
    assert.deepEqual(verdicts(sides({ constructor: 1 }, {})), []);
    assert.deepEqual(verdicts(sides({ constructor: 1 }, { constructor: 2 })), [
      'refused: constructor 1, not 2',
    ]);
  });
});

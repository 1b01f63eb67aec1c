// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { EXIT } from '../../harness/core/errors.js';
import { foreign } from '../../harness/core/foreign.js';
import { linesOf } from '../../harness/import/lines.js';
import { redisLog } from '../../harness/import/redis-log.js';
import type { LogRun } from '../../harness/import/types.js';
import { failsWith } from '../support/errors.js';
import { newRun, oldRow, oldRun } from '../support/redis-output.js';

const runsOf = (text: string): LogRun[] =>
  redisLog.runs({ path: 'r.log', lines: linesOf(foreign(text)), commands: [] }).runs;
const firstLines = (runs: readonly LogRun[]): unknown[] => runs.map(({ lines }) => lines[0]?.number);
const GOOD = oldRun(3.5, 4.5);

describe('a log of redis-benchmark', () => {
  it('is cut where a test comes again, before redis 6.2', () => {
    const runs = runsOf(oldRun(1.5, 2.5) + GOOD);
    assert.deepEqual(firstLines(runs), [1, 3]);
    assert.deepEqual(runs[1]?.read().values, { 'throughput.set': 3.5, 'throughput.get': 4.5 });
  });
  it('is cut at its heads since redis 6.2, and has latencies there', () => {
    const runs = runsOf(newRun(80_000, 82_000) + newRun(80_000, 82_000));
    assert.deepEqual(firstLines(runs), [1, 4]);
    const values = runs[0]?.read().values;
    assert.equal(values?.['throughput.get'], 82_000);
    assert.equal(values['latency.set.p50'], 399_000);
  });
  it('does not need a head again when the client repeats its tests itself', () => {
    const again = newRun(1.5, 2.5) + newRun(3.5, 4.5).split('\n').slice(1).join('\n');
    assert.deepEqual(firstLines(runsOf(again)), [1, 4]);
  });
  for (const [what, text, message] of [
    [
      'an error line amid good ones',
      `${oldRow('SET', 1.5)}Error: Connection reset by peer\n${oldRow('GET', 2.5)}`,
      /^r\.log:2: .* ended with "Error: Connection reset by peer"/,
    ],
    ['a test that is missing', oldRow('SET', 1.5), /^r\.log:1: the row of GET is missing behind this line/],
    ['a rate of zero', oldRun('0.00', 2.5), /^r\.log:1: the rate of SET is not a number above zero/],
    ['a rate without end', oldRun('9'.repeat(400), 2.5), /^r\.log:1: the rate of SET is not a number/],
    ['a row that was cut off', `${oldRow('SET', 1.5)}"GET","10\n`, /^r\.log:2: .* does not print/],
    ['no test that is read', oldRow('LPOP', 1.5), /^r\.log:1: there is no row of SET or GET/],
  ] as const) {
    it(`has no value with ${what}, and leaves the next run alone`, async () => {
      const [bad, good, ...others] = runsOf(text + GOOD);
      assert.equal(others.length, 0);
      assert.deepEqual(good?.read().values, { 'throughput.set': 3.5, 'throughput.get': 4.5 });
      await failsWith(
        () => bad?.read(),
        what.startsWith('an error') ? 'CLIENT_FAILED' : 'CLIENT_OUTPUT',
        EXIT.couldNotMeasure,
        message,
      );
    });
  }
});

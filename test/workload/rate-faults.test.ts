// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { EXIT } from '../../harness/core/errors.js';
import { requirePossibleRate, requireRatio } from '../../harness/workload/rate-faults.js';
import { workloadOf } from '../../harness/workload/registry.js';
import { REDIS_HEAD } from '../../harness/workload/redis-benchmark.js';
import { failsWith } from '../support/errors.js';
import { guestReport } from '../support/report.js';

const redis = workloadOf({ workload: 'redis' });

/** What a boot gives whose client prints this rate and this median in ms, and whose load took so long. */
const read = (rate: string, p50: string, seconds: number, p99 = '200'): Record<string, number> => {
  const row = (test: string): string => `"${test}","${rate}","0.5","0.1","${p50}","1.0","${p99}","1.0"`;
  const rows = [REDIS_HEAD, row('SET'), row('GET')].join('\n');
  const report = guestReport([{ name: 'redis-benchmark', stdout: rows }]);
  const tsc = { pid1: 1n, ready: 1_000_000_000n, done: BigInt(Math.round(1e9 + seconds * 1e9)) };
  return (
    redis.read?.({ clock: 'deterministic', parameters: { requests: 5000 }, report: { ...report, tsc } }) ?? {}
  );
};
const refused = (what: string, run: () => unknown, says: RegExp): void => {
  it(`is refused: ${what}`, () => failsWith(() => run(), 'RATE_IMPOSSIBLE', EXIT.couldNotMeasure, says));
};

describe('a rate that no machine gives', () => {
  it('is told from those of slow, fast and wandering machines', () => {
    // 10,000 requests: at the rate, 2.5 times slower and faster, with a client that takes long beside.
    for (const [rate, seconds] of [
      ['10000.0', 1],
      ['10000.0', 2.5],
      ['10000.0', 0.4],
      ['10000.0', 300],
      ['500000.0', 1],
    ] as const)
      assert.equal(typeof readRates(rate, seconds)['throughput.get'], 'number');
  });
  refused(
    'more than one in a nanosecond, by itself',
    () => requirePossibleRate('a', 1e9 + 1),
    /at most 1000000000/,
  );
  refused('zero', () => requirePossibleRate('a', 0), /not above 0/);
  refused('less than zero', () => requirePossibleRate('a', -5), /not above 0/);
  refused('no number', () => requirePossibleRate('a', Number.NaN), /not above 0/);
  refused(
    'so slow that the requests cannot have been made',
    () => readRates('10.0', 1),
    /take 1000 s, and the whole load/,
  );
  refused('so fast that the load stood still', () => readRates('900000000.0', 1), /and the load took 1 s/);
  refused(
    'beside a median that allows no such rate',
    () => read('100000.0', '100', 1),
    /allows no such rate/,
  );
  refused(
    'a latency that is longer than the load',
    () => read('10000.0', '0.1', 0.5, '6000'),
    /and the whole load took 0\.5 s/,
  );
  it('is the ratio of the requests and the time that are printed with it', async () => {
    requireRatio('a', 100, 1000, 10);
    requireRatio('a', 100, 1000, 4);
    requireRatio('a', 100_000, 10, 0.001);
    for (const [rate, seconds] of [
      [100_000, 10],
      [1, 10],
    ] as const)
      await failsWith(
        () => {
          requireRatio('a', rate, 1000, seconds);
        },
        'RATE_IMPOSSIBLE',
        EXIT.couldNotMeasure,
        /1000 requests took 10 s/,
      );
  });
});

function readRates(rate: string, seconds: number): Record<string, number> {
  return read(rate, '0.00001', seconds);
}

// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { foreign } from '../../harness/core/foreign.js';
import { parseAb, parsePercentiles } from '../../harness/workload/ab.js';
import { RUNS } from '../../harness/workload/lmbench-programs.js';
import { parseMicro } from '../../harness/workload/micro.js';
import { printedText } from '../../harness/workload/printed-text.js';
import { REDIS_TESTS, parseRedisBenchmark, redisValues } from '../../harness/workload/redis-benchmark.js';
import { parseWrk } from '../../harness/workload/wrk.js';
import { abOutput } from '../support/ab-output.js';
import { damaged, textOf } from '../support/arbitraries.js';
import { fuzzRuns } from '../support/fuzz.js';
import { readOrRefuse } from '../support/no-defect.js';
import { newRow, newRun } from '../support/redis-output.js';
import { wrkOutput } from '../support/wrk-output.js';

const runs = { numRuns: fuzzRuns };
const AB = abOutput(false);
const WRK = wrkOutput();
const REDIS = newRun(1000, 2000);
const MICRO = 'micro 1\nempty 100 1000\nnull 100 2000\ndone\n';
const LMBENCH = 'Simple syscall: 0.0373 microseconds\n';

/** Texts near what a client prints, and texts that only have its words. */
const near = (whole: string): fc.Arbitrary<string> =>
  fc.oneof(
    damaged(whole),
    textOf([...whole.split('\n').map((line) => `${line}\n`), ...whole.split(/\b/), '1e999']),
  );

const areFinite = (values: readonly unknown[]): void => {
  for (const value of values) {
    if (typeof value === 'number') assert.ok(Number.isFinite(value) && value >= 0, String(value));
  }
};

describe('fuzzed output of a client', function () {
  this.timeout(600_000);

  it('redis-benchmark: is refused, or gives numbers', () => {
    fc.assert(
      fc.property(near(REDIS), (text) => {
        const rows = readOrRefuse(() => parseRedisBenchmark(foreign(text), REDIS_TESTS));
        if (rows !== undefined) areFinite(Object.values(redisValues(rows)));
      }),
      runs,
    );
  });
  it('redis-benchmark: gives back what it printed', () => {
    const rate = fc.integer({ min: 1, max: 1e9 }).map((cents) => cents / 100);
    fc.assert(
      fc.property(rate, rate, fc.integer({ min: 1, max: 1e6 }), (set, get, micros) => {
        const average = micros / 1000;
        const [first, second] = parseRedisBenchmark(foreign(newRun(set, get, average)), REDIS_TESTS);
        assert.deepEqual([first?.requestsPerSecond, second?.requestsPerSecond], [set, get]);
        assert.equal(first?.latency?.average, average);
      }),
      runs,
    );
    assert.throws(() => parseRedisBenchmark(foreign(newRow('SET', 1)), REDIS_TESTS));
  });
  it('ab: is refused, or gives numbers', () => {
    const test = { name: 'ab-conn', requests: 2000, clients: 50, keep: false, pageBytes: 612 };
    fc.assert(
      fc.property(near(AB), (text) => {
        const found = readOrRefuse(() => parseAb(foreign(text), test));
        if (found !== undefined) areFinite(Object.values(found));
      }),
      runs,
    );
    const table = `Percentage served,Time in ms\n${Array.from({ length: 101 }, (_, at) => `${at},${at}.500\n`).join('')}`;
    fc.assert(
      fc.property(near(table), (text) => {
        const found = readOrRefuse(() => parsePercentiles(foreign(text), 'ab'));
        if (found !== undefined) areFinite(Object.values(found));
      }),
      runs,
    );
  });
  it('wrk: is refused, or gives numbers', () => {
    fc.assert(
      fc.property(near(WRK), fc.boolean(), (text, scripted) => {
        const found = readOrRefuse(() => parseWrk(printedText('wrk', foreign(text)), scripted));
        if (found !== undefined) areFinite(Object.values(found));
      }),
      runs,
    );
  });
  it('micro: is refused, or gives counts', () => {
    fc.assert(
      fc.property(near(MICRO), (text) => {
        const found = readOrRefuse(() => parseMicro(foreign(text), ['empty', 'null'], 100));
        for (const { rounds, ticks } of found?.values() ?? []) assert.ok(rounds === 100n && ticks > 0n);
      }),
      runs,
    );
  });
  it('lmbench: is refused by every reader, or gives a number above zero', () => {
    const readers = RUNS.flatMap(({ values }) => Object.values(values));
    const texts = fc.oneof(
      near(LMBENCH),
      textOf([
        '1.048576 ',
        '1.05 ',
        '12.50\n',
        '0k\t',
        '1k\t',
        '4k\t',
        '10k\t',
        '200\t',
        '3000',
        '\n',
        '0',
        'size=0k ovr=1.00',
      ]),
      textOf([
        '\n"size=',
        '0',
        'k ovr=',
        '1.25',
        '\n',
        '2',
        ' ',
        '3.50',
        'Pipe bandwidth: ',
        '12.50 MB/sec\n',
      ]),
    );
    fc.assert(
      fc.property(texts, fc.constantFrom(...readers), (text, reader) => {
        const value = readOrRefuse(() => reader(foreign(text), 'lat'));
        if (value !== undefined) assert.ok(value >= 0 && Number.isFinite(value), String(value));
      }),
      runs,
    );
  });
});

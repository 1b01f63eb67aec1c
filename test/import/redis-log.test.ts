// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { EXIT } from '../../harness/core/errors.js';
import { redisLog } from '../../harness/import/redis-log.js';
import { failsWith } from '../support/errors.js';

const NEW =
  '"test","rps","avg_latency_ms","min_latency_ms","p50_latency_ms","p95_latency_ms","p99_latency_ms","max_latency_ms"\n' +
  '"SET","80000.00","0.5","0.1","0.407","0.5","0.9","1.0"\n"GET","82000.00","0.5","0.1","0.399","0.5","0.8","1.0"\n';

describe('a log of redis-benchmark', () => {
  it('is cut where a test comes again, before redis 6.2', () => {
    const runs = redisLog.split('"SET","1.5"\n"GET","2.5"\n"SET","3.5"\n"GET","4.5"\n');
    assert.deepEqual(
      runs.map(({ line }) => line),
      [1, 3],
    );
    assert.deepEqual(redisLog.read(runs[1]?.text ?? '').values, {
      'throughput.set': 3.5,
      'throughput.get': 4.5,
    });
  });
  it('is cut at its heads since redis 6.2, and has latencies there', () => {
    const runs = redisLog.split(NEW + NEW);
    assert.deepEqual(
      runs.map(({ line }) => line),
      [1, 4],
    );
    const { values } = redisLog.read(runs[0]?.text ?? '');
    assert.equal(values['throughput.get'], 82_000);
    assert.equal(values['latency.set.p50'], 407_000);
  });
  for (const [what, text] of [
    ['an error line amid good ones', '"SET","1.5"\nError: Connection reset by peer\n"GET","2.5"\n'],
    ['a test that is missing', '"SET","1.5"\n'],
    ['a rate of zero', '"SET","0.0"\n"GET","2.5"\n'],
    ['another test', '"SET","1.5"\n"LPOP","2.5"\n'],
    ['the tests of two runs', '"SET","1.5"\n"SET","1.5"\n"GET","2.5"\n'],
  ] as const) {
    it(`has no value with ${what}`, async () => {
      await failsWith(() => redisLog.read(text), 'CLIENT_OUTPUT', EXIT.couldNotMeasure);
    });
  }
});

// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { EXIT } from '../../harness/core/errors.js';
import { wrkLog } from '../../harness/import/wrk-log.js';
import { failsWith } from '../support/errors.js';

const printed = (more = ''): string =>
  [
    'Running 1m test @ http://192.0.2.2/index.html',
    '  14 threads and 30 connections',
    '  Thread Stats   Avg      Stdev     Max   +/- Stdev',
    '    Latency   163.59us  220.83us  16.89ms   97.62%',
    '    Req/Sec    13.61k     1.12k   18.94k    71.06%',
    `  11384894 requests in 1.00m, 9.19GB read${more}`,
    'Requests/sec: 189747.68',
    'Transfer/sec:    156.86MB',
    '',
  ].join('\n');

describe('a log of wrk', () => {
  it('is cut at its first lines, and says how wrk was used', () => {
    const runs = wrkLog.split(printed() + printed());
    assert.equal(runs.length, 2);
    assert.deepEqual(wrkLog.read(runs[1]?.text ?? ''), {
      values: { 'throughput.wrk': 189_747.68 },
      settings: { threads: 14, clients: 30, seconds: 60 },
    });
  });
  it('may have the distribution of latencies', () => {
    const text = printed().replace(
      '  11384894',
      '  Latency Distribution\n     50%  120.00us\n     75%  150.00us\n     90%  210.00us\n     99%    1.02ms\n  11384894',
    );
    assert.equal(wrkLog.read(text).values['throughput.wrk'], 189_747.68);
  });
  it('has no rate when requests failed', async () => {
    for (const line of [
      '\n  Socket errors: connect 0, read 812, write 0, timeout 3',
      '\n  Non-2xx or 3xx responses: 9',
    ]) {
      await failsWith(() => wrkLog.read(printed(line)), 'REQUESTS_FAILED', EXIT.couldNotMeasure);
    }
  });
  it('has no rate when it never came to its end', async () => {
    const text = printed().slice(0, printed().indexOf('Requests/sec'));
    await failsWith(() => wrkLog.read(text), 'CLIENT_OUTPUT', EXIT.couldNotMeasure);
  });
});

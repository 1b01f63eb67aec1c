// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { EXIT } from '../../harness/core/errors.js';
import { foreign } from '../../harness/core/foreign.js';
import { linesOf } from '../../harness/import/lines.js';
import type { LogRun, ReadEntry } from '../../harness/import/types.js';
import { wrkLog } from '../../harness/import/wrk-log.js';
import { failsWith } from '../support/errors.js';
import { wrkOutput } from '../support/wrk-output.js';

const runsOf = (text: string): LogRun[] =>
  wrkLog.runs({ path: 'w.log', lines: linesOf(foreign(text)), commands: [] }).runs;
const read = (text: string): ReadEntry => {
  const [run, ...others] = runsOf(text);
  assert.ok(run !== undefined && others.length === 0);
  return run.read();
};

describe('a log of wrk', () => {
  it('is cut at its first lines, and says how wrk was used', () => {
    const runs = runsOf(wrkOutput() + wrkOutput());
    assert.equal(runs.length, 2);
    assert.deepEqual(runs[1]?.read(), {
      values: { 'throughput.wrk': 189_747.68 },
      settings: {
        ...{ threads: 14, clients: 30, seconds: 60, pages: '/index.html' },
        'bytes of an answer': 867,
      },
    });
  });
  it('may have the distribution of latencies', () => {
    const text = wrkOutput({ latency: true });
    assert.equal(read(text).values['throughput.wrk'], 189_747.68);
  });
  it('has no rate when requests failed', async () => {
    for (const line of [
      '\n  Socket errors: connect 0, read 812, write 0, timeout 3',
      '\n  Non-2xx or 3xx responses: 9',
    ]) {
      await failsWith(() => read(wrkOutput({ more: line })), 'REQUESTS_FAILED', EXIT.couldNotMeasure);
    }
  });
  it('has no rate when a number is too long to be one', async () => {
    const text = wrkOutput().replace('11384894 requests', `${'9'.repeat(16)} requests`);
    await failsWith(
      () => read(text),
      'CLIENT_OUTPUT',
      EXIT.couldNotMeasure,
      /^w\.log:\d+: wrk printed "[^"]*9{16}[^"]*" instead of /,
    );
  });
  it('has no rate when it never came to its end', async () => {
    const text = wrkOutput().slice(0, wrkOutput().indexOf('Requests/sec'));
    await failsWith(() => read(text), 'CLIENT_OUTPUT', EXIT.couldNotMeasure);
  });
});

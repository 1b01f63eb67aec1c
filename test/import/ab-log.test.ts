// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { EXIT } from '../../harness/core/errors.js';
import { foreign } from '../../harness/core/foreign.js';
import { abLog } from '../../harness/import/ab-log.js';
import { linesOf } from '../../harness/import/lines.js';
import type { LogRun, ReadEntry } from '../../harness/import/types.js';
import { abOutput } from '../support/ab-output.js';
import { failsWith } from '../support/errors.js';

const runsOf = (text: string): LogRun[] =>
  abLog.runs({ path: 'a.log', lines: linesOf(foreign(text)), commands: [] }).runs;
const read = (text: string): ReadEntry => {
  const [run, ...others] = runsOf(text);
  assert.ok(run !== undefined && others.length === 0);
  return run.read();
};

describe('a log of ab', () => {
  it('is cut at its greetings, with the progress that standard error put among them', () => {
    const noisy = abOutput(false).replace(
      '(be patient).....done\n',
      '(be patient)\nCompleted 1000 requests\nCompleted 2000 requests\nFinished 2000 requests\n',
    );
    const runs = runsOf(noisy + abOutput(false));
    assert.equal(runs.length, 2);
    for (const run of runs) {
      assert.deepEqual(run.read(), {
        values: { 'throughput.conn': 16_012.5 },
        settings: { requests: 2000, clients: 50, 'bytes of the page': 612, 'seconds taken': 0.125 },
      });
    }
  });
  it('may have connections that the server closed in between', () => {
    const text = abOutput(true, { 'Keep-Alive requests': '1985' });
    assert.equal(read(text).values['throughput.sess'], 32_100.25);
  });
  it('has no rate when 97 % of the requests failed, whatever rate is printed, and says how it was made', () => {
    const text = abOutput(false, {
      'Failed requests': '1940',
      more: '   (Connect: 0, Receive: 0, Length: 1940, Exceptions: 0)',
    });
    const { values, settings, failure } = read(text);
    assert.deepEqual([values, failure?.code, settings['clients']], [{}, 'REQUESTS_FAILED', 50]);
    assert.match(failure?.message ?? '', /of 2000 requests 1940/);
  });
  it('has no rate when a page was cut short', async () => {
    await failsWith(
      () => read(abOutput(false, { 'HTML transferred': '612 bytes' })),
      'CLIENT_OUTPUT',
      EXIT.couldNotMeasure,
    );
  });
  it('has no rate when a number is too long to be one', async () => {
    const long = '9'.repeat(16);
    for (const field of ['Concurrency Level', 'Complete requests', 'Failed requests', 'Document Length']) {
      const text = abOutput(false).replace(new RegExp(`(${field}: +)[0-9]+`), `$1${long}`);
      await failsWith(
        () => read(text),
        'CLIENT_OUTPUT',
        EXIT.couldNotMeasure,
        /^a\.log:\d+: ab printed "[^"]*9{16}[^"]*" instead of /,
      );
    }
  });
  it('has no rate with an error line amid good ones', async () => {
    const text = abOutput(false).replace(
      '\nServer Software',
      '\napr_socket_recv: Connection reset by peer\nServer Software',
    );
    await failsWith(
      () => read(text),
      'CLIENT_OUTPUT',
      EXIT.couldNotMeasure,
      /^a\.log:8: ab printed "apr_socket_recv.*instead of the line "Server Software"/,
    );
  });
  it('says when no connection was kept although they should have been', () => {
    const none = read(abOutput(true, { 'Keep-Alive requests': '0' }));
    assert.equal(none.settings['kept connections'], 'no');
    assert.equal(read(abOutput(true)).settings['kept connections'], 'yes');
  });
  it('is of the test of kept connections by its name too, where the client kept none', () => {
    const lines = linesOf(foreign(abOutput(false)));
    const [run] = abLog.runs({ path: 'logs/nginxsess.rump.log', lines, commands: [] }).runs;
    assert.equal(run?.kinds[0].scenario, 'nginx-sess');
    assert.deepEqual(
      [run.read().values, run.read().settings['kept connections']],
      [{ 'throughput.sess': 16_012.5 }, 'no'],
    );
  });
});

// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { EXIT } from '../../harness/core/errors.js';
import { abLog } from '../../harness/import/ab-log.js';
import { abOutput } from '../support/ab-output.js';
import { failsWith } from '../support/errors.js';

const [conn, sess] = [abLog(false), abLog(true)];

describe('a log of ab', () => {
  it('is cut at its greetings, with the progress that standard error put among them', () => {
    const noisy = abOutput(false).replace(
      '(be patient).....done\n',
      '(be patient)\nCompleted 1000 requests\nCompleted 2000 requests\nFinished 2000 requests\n',
    );
    const runs = conn.split(noisy + abOutput(false));
    assert.equal(runs.length, 2);
    for (const { text } of runs) {
      assert.deepEqual(conn.read(text), {
        values: { 'throughput.conn': 16_012.5 },
        settings: { requests: 2000, clients: 50, 'bytes of the page': 612 },
      });
    }
  });
  it('may have connections that the server closed in between', () => {
    const text = abOutput(true, { 'Keep-Alive requests': '1985' });
    assert.equal(sess.read(text).values['throughput.sess'], 32_100.25);
  });
  it('has no rate when 97 % of the requests failed, whatever rate is printed', async () => {
    const text = abOutput(false, {
      'Failed requests': '1940',
      more: '   (Connect: 0, Receive: 0, Length: 1940, Exceptions: 0)',
    });
    await failsWith(() => conn.read(text), 'REQUESTS_FAILED', EXIT.couldNotMeasure, /of 2000 requests 1940/);
  });
  it('has no rate when a page was cut short', async () => {
    await failsWith(
      () => conn.read(abOutput(false, { 'HTML transferred': '612 bytes' })),
      'CLIENT_OUTPUT',
      EXIT.couldNotMeasure,
    );
  });
  it('has no rate with an error line amid good ones', async () => {
    const text = abOutput(false).replace(
      '\nServer Software',
      '\napr_socket_recv: Connection reset by peer\nServer Software',
    );
    await failsWith(() => conn.read(text), 'CLIENT_OUTPUT', EXIT.couldNotMeasure, /apr_socket_recv/);
  });
  it('has no rate when no connection was kept, or one was that should not', async () => {
    const none = abOutput(true, { 'Keep-Alive requests': '0' });
    await failsWith(() => sess.read(none), 'CLIENT_OUTPUT', EXIT.couldNotMeasure);
    await failsWith(() => conn.read(abOutput(true)), 'CLIENT_OUTPUT', EXIT.couldNotMeasure);
  });
});

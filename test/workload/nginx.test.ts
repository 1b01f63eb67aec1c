// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { EXIT } from '../../harness/core/errors.js';
import { workloadOf } from '../../harness/workload/registry.js';
import { AB_REQUESTS as REQUESTS, abOutput as printed } from '../support/ab-output.js';
import { failsWith } from '../support/errors.js';
import { guestReport } from '../support/report.js';

const nginx = workloadOf({ workload: 'nginx' });
const nginxHost = workloadOf({ workload: 'nginx', load: 'host' });

const PERCENTILES = [
  'Percentage served,Time in ms',
  ...Array.from({ length: 101 }, (_, percent) => `${percent},${(1 + percent / 32).toFixed(3)}`),
  '',
].join('\n');

const read = (conn: string, sess = printed(true), percentiles = PERCENTILES): Record<string, number> => {
  const report = guestReport([
    { name: 'ab-conn', stdout: conn, stderr: percentiles },
    { name: 'ab-sess', stdout: sess, stderr: PERCENTILES },
  ]);
  const parameters = { requests: REQUESTS, clients: 50 };
  return nginx.read?.({ clock: 'deterministic', parameters, report }) ?? {};
};
const refused =
  (work: () => unknown, message: RegExp, code = 'CLIENT_OUTPUT') =>
  (): Promise<void> =>
    failsWith(work, code, EXIT.couldNotMeasure, message);

describe('nginx', () => {
  it('has other names for what a client on the host measures', () => {
    assert.deepEqual(
      nginxHost.metrics,
      nginx.metrics.map((metric) => metric.replace('.', '.host.')),
    );
    for (const { args } of nginxHost.clients({})) assert.equal(args?.at(-1), 'http://10.0.0.2/');
  });
  it('reads rates and latencies of both tests', () => {
    const values = read(printed(false));
    assert.deepEqual(Object.keys(values).sort(), [...nginx.metrics].sort());
    assert.deepEqual(values, {
      'throughput.conn': 16012.5,
      'latency.conn.p50': 2_563_000,
      'latency.conn.p99': 4_094_000,
      'throughput.sess': 32100.25,
      'latency.sess.p50': 2_563_000,
      'latency.sess.p99': 4_094_000,
      'requests.failed': 0,
    });
  });
  it('asks for both tests with the numbers of the scenario', () => {
    const words = nginx
      .clients({ requests: 9, clients: 3 })
      .map(({ name, args = [] }) => `${name ?? ''}: ${args.join(' ')}`);
    assert.deepEqual(words, [
      'ab-conn: -q -n 9 -c 3 -e /proc/self/fd/2 http://127.0.0.1/',
      'ab-sess: -q -n 9 -c 3 -k -e /proc/self/fd/2 http://127.0.0.1/',
    ]);
  });
  it("reads on over ab's doubts about its averages", () => {
    const doubt =
      'WARNING: The median and mean for the waiting time are not within a normal deviation\n        These results are probably not that reliable.';
    assert.equal(read(printed(false, { doubt }))['throughput.conn'], 16012.5);
  });
  it(
    'gives no rate when requests failed',
    refused(
      () =>
        read(
          printed(false, {
            'Failed requests': '37',
            more: '   (Connect: 0, Receive: 0, Length: 37, Exceptions: 0)',
          }),
        ),
      /ab-conn: of 2000 requests 37 failed \(Connect: 0, Receive: 0, Length: 37, Exceptions: 0\)/,
      'REQUESTS_FAILED',
    ),
  );
  it(
    'gives no rate for answers other than 2xx',
    refused(
      () => read(printed(false), printed(true, { more: 'Non-2xx responses:      4' })),
      /ab-sess: .* 4 were answered with a status other than 2xx/,
      'REQUESTS_FAILED',
    ),
  );
  it(
    'gives no rate for requests that could not be written',
    refused(
      () => read(printed(false, { more: 'Write errors:           2' })),
      /2 could not be/,
      'REQUESTS_FAILED',
    ),
  );
  const other: [what: string, change: Record<string, string>, message: RegExp][] = [
    ['a page of another length', { 'Document Length': '212 bytes' }, /document length: 212" instead of 612/],
    ['fewer requests', { 'Complete requests': '1999' }, /complete requests: 1999" instead of 2000/],
    ['fewer connections', { 'Concurrency Level': '1' }, /concurrency level: 1" instead of 50/],
    ['pages that came short', { 'HTML transferred': '611 bytes' }, /bytes of HTML: 611/],
    ['a rate of zero', { 'Requests per second': '0.00 [#/sec] (mean)' }, /above zero/],
    ['a rate that is no number', { 'Requests per second': 'inf [#/sec] (mean)' }, /inf \[#\/sec\]/],
    ['a line that it does not know', { more: 'SSL errors: 3' }, /"SSL errors: 3"/],
  ];
  for (const [what, change, message] of other)
    it(
      `refuses ${what}`,
      refused(() => read(printed(false, change)), message),
    );
  it(
    'refuses kept connections in the test that opens one for each request',
    refused(() => read(printed(true)), /ab-conn .*keep-alive requests: 2000" instead of 0/),
  );
  it(
    'refuses a session test whose connections were not all kept',
    refused(
      () => read(printed(false), printed(true, { 'Keep-Alive requests': '1980' })),
      /keep-alive requests: 1980" instead of 2000/,
    ),
  );
  it(
    'refuses an output that breaks off',
    refused(() => read(printed(false).slice(0, 700)), /instead of (?:the line "|nothing|a )/),
  );
  it(
    'refuses what follows the end',
    refused(() => read(`${printed(false)}more`), /"more" instead of/),
  );
  it(
    'refuses percentiles that are incomplete',
    refused(() => read(printed(false), printed(true), PERCENTILES.replace('100,4.125\n', '')), /"100 rows"/),
  );
  it(
    'refuses percentiles that fall',
    refused(
      () => read(printed(false), printed(true), PERCENTILES.replace('50,2.563', '50,0.563')),
      /time of 50 per cent/,
    ),
  );
  it(
    'refuses an error instead of percentiles',
    refused(
      () => read(printed(false), printed(true), 'Cannot open CSV output file: No such file'),
      /the head of -e/,
    ),
  );
});

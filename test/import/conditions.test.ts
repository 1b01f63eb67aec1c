// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { Conditions } from '../../harness/metric/conditions.js';
import { abOutput } from '../support/ab-output.js';
import { type Logs, importCase } from '../support/import-case.js';

const SMALLER = { 'Document Length': '212 bytes', 'HTML transferred': `${2000 * 212} bytes` };

async function conditionsOf(logs: Logs, scenario: string): Promise<Record<string, Conditions>> {
  const { run } = await importCase(logs);
  return { ...run?.plan.imported?.conditions?.[scenario] };
}

describe('the conditions of imported logs', () => {
  it('are those of each system in the words of this program, and what is alike is a parameter', async () => {
    const logs: Logs = [
      ['nginx.microvm.log', abOutput(false)],
      ['nginx.rump.log', abOutput(false, SMALLER)],
    ];
    assert.deepEqual(await conditionsOf(logs, 'nginx-conn'), {
      microvm: { concurrency: 50, page: '612 bytes' },
      rump: { concurrency: 50, page: '212 bytes' },
    });
    const { run } = await importCase(logs);
    assert.deepEqual(run?.plan.imported?.settings, { 'nginx-conn': { requests: 2000, clients: 50 } });
  });
  it('are known of runs that all failed: concurrency 1 with 97 % of the answers failed', async () => {
    const failed = abOutput(false, { 'Concurrency Level': '1', 'Failed requests': '1940' });
    const logs: Logs = [
      ['nginx.microvm.log', abOutput(false)],
      ['nginx.osv.log', failed + failed],
    ];
    assert.equal((await conditionsOf(logs, 'nginx-conn'))['osv']?.['concurrency'], 1);
    const { exit, problems } = await importCase(logs);
    assert.equal(exit, 3);
    assert.match(problems.at(-1) ?? '', /IMPORT_NOT_COMPARABLE: clients differ: 50 at .*, 1 at /);
  });
  it('of a run that failed do not count beside good ones', async () => {
    const odd = abOutput(false, { 'Concurrency Level': '1', 'Failed requests': '1940' });
    const { problems } = await importCase([['nginx.microvm.log', abOutput(false) + odd]]);
    assert.equal(problems.length, 1);
    assert.match(problems[0] ?? '', /^REQUESTS_FAILED/);
  });
  it('tell a session test without kept connections from one with them', async () => {
    const logs: Logs = [
      ['nginxsess.microvm.log', abOutput(true)],
      ['nginxsess.rump.log', abOutput(false)],
    ];
    const found = await conditionsOf(logs, 'nginx-sess');
    assert.deepEqual(
      Object.entries(found).map(([system, one]) => [system, one['keep-alive']]),
      [
        ['microvm', 'yes'],
        ['rump', 'no'],
      ],
    );
    assert.equal((await importCase(logs)).exit, 5);
  });
  it('have what only one client says under the name that its log has', async () => {
    const logs: Logs = [
      ['redis.microvm.log', '"SET","1.5"\n"GET","2.5"\n'],
      ['redis.osv.log', '$ redis-benchmark --csv -t set,get -P 16\n"SET","1.5"\n"GET","2.5"\n'],
    ];
    const found = await conditionsOf(logs, 'redis');
    assert.deepEqual(
      [found['microvm']?.['requests in a pipeline'], found['osv']?.['requests in a pipeline']],
      ['none', 16],
    );
  });
});

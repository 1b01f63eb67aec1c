// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { EXIT } from '../../harness/core/errors.js';
import { applySettings, changedParameters } from '../../harness/plan/settings.js';
import { builtinScenarios } from '../support/builtin.js';
import type { Scenario } from '../../harness/scenario/types.js';
import { failsWith } from '../support/errors.js';

describe('settings of a run', () => {
  let redis: Scenario, nginx: Scenario, boot: Scenario;
  before(async () => {
    [redis, nginx, boot] = (await Promise.all(
      ['redis', 'nginx', 'boot'].map((name) => builtinScenarios.load(name)),
    )) as [Scenario, Scenario, Scenario];
  });
  const requests = (...settings: string[]): (number | undefined)[] =>
    applySettings([redis, nginx, boot], settings).map(({ parameters }) => parameters['requests']);
  const refused = (settings: string[], code: string, message: RegExp): Promise<void> =>
    failsWith(() => applySettings([redis, boot], settings), code, EXIT.usage, message);

  it('change nothing when there are none', () =>
    assert.deepEqual(applySettings([redis, boot], []), [redis, boot]));
  it('change the parameter in every scenario that has it', () =>
    assert.deepEqual(requests('requests=1000'), [1000, 1000, undefined]));
  it('change it in the scenario that they name, in whatever order', () => {
    assert.deepEqual(requests('nginx.requests=7'), [10_000, 7, undefined]);
    assert.deepEqual(requests('nginx.requests=7', 'requests=9'), [9, 7, undefined]);
  });
  it('of which the later one counts', () =>
    assert.deepEqual(requests('requests=1', 'requests=2'), [2, 2, undefined]));
  it('leave what they came from, and say what they changed', () => {
    const changed = applySettings([redis, boot], ['requests=1', 'requests=1000', 'pipeline=4', 'clients=50']);
    assert.deepEqual(changed[0]?.changed, { requests: 10_000, pipeline: 1 });
    assert.equal(redis.parameters['requests'], 10_000);
    assert.deepEqual(changedParameters(changed), [
      'redis: requests 1000 instead of 10000',
      'redis: pipeline 4 instead of 1',
    ]);
  });
  it('that go back to what the file says change nothing', () =>
    assert.deepEqual(changedParameters(applySettings([redis], ['requests=1', 'requests=10000'])), []));

  it('are refused for a parameter that no scenario has, with those that there are', async () => {
    await refused(
      ['rounds=5'],
      'PARAMETER_UNKNOWN',
      /--set rounds=5: no scenario of this run has a parameter `rounds`/,
    );
    await assert.rejects(async () => Promise.resolve(applySettings([redis, boot], ['rounds=5'])), {
      next: /redis has `requests` \(1 to 1000000000\), .*; boot has none\./,
    });
  });
  it('are refused for a parameter that the named scenario does not have', () =>
    refused(['boot.requests=5'], 'PARAMETER_UNKNOWN', /boot has no parameter `requests`; it has none/));
  it('are refused for a scenario that is not run', () =>
    refused(['nginx.requests=5'], 'PARAMETER_UNKNOWN', /no scenario "nginx" in this run/));
  for (const value of ['0', '-1', '1.5', '1e3', '0x10', 'many', ' 7', '99999999999'])
    it(`are refused with the value "${value}"`, () =>
      refused(
        [`requests=${value}`],
        'PARAMETER_INVALID',
        new RegExp(`redis cannot be ${value.replace('.', '\\.')}\\.`),
      ));
  for (const text of ['requests', 'requests=', '=5', 'requests=1=2', 'a.b.c=1', 'REQUESTS=1'])
    it(`are refused when they are none: "${text}"`, () =>
      refused([text], 'PARAMETER_INVALID', /is not a parameter and its value/));
});

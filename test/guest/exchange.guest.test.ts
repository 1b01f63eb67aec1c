// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { rawText } from '../../harness/core/foreign.js';
import type { JobClient } from '../../harness/app/job.js';
import type { Expectation, TcpCheck } from '../../harness/app/check-types.js';
import { type GuestBoot, KERNEL_TIMEOUT, bootTestApp, guestKernel } from '../support/guest.js';

/** Boots the server that always gives `answer` and checks it. */
async function exchange(
  answer: string,
  expect: Expectation,
  more: { then?: string; until?: 'match' | 'close'; clients?: JobClient[] } = {},
): Promise<GuestBoot> {
  const check: TcpCheck = {
    name: 'answers',
    tcp: 80,
    send: 'hello?\r\n',
    expect,
    until: more.until ?? 'match',
    withinMs: 200,
  };
  return await bootTestApp(
    'server',
    ['80', answer, more.then ?? ''],
    { network: 'loopback', ready: { tcp: 80 }, checks: [check] },
    (job) => ({ ...job, clients: more.clients ?? [] }),
  );
}

const client = (name: string, argv: string[], withinMs = 2_000): JobClient => ({
  name,
  argv,
  withinMs,
  env: {},
});

describe('checks and clients in a guest', function () {
  this.timeout(60_000);
  before(async function () {
    this.timeout(KERNEL_TIMEOUT);
    await guestKernel();
  });

  it('every kind of expectation is met by what it describes', async () => {
    const { result } = await exchange('abcdef', {
      exact: 'abcdef',
      prefix: 'ab',
      contains: 'cd',
      suffix: 'ef',
    });
    assert.equal(result.ending, 'ok', result.failure?.message);
  });

  const wrong: [string, Expectation][] = [
    ['exact', { exact: 'abcde' }],
    ['prefix', { prefix: 'b' }],
    ['contains', { contains: 'dc' }],
    ['suffix', { suffix: 'e' }],
    ['suffix', { exact: 'abcdef', suffix: 'abcdefg' }],
  ];
  for (const [word, expectation] of wrong) {
    it(`${JSON.stringify(expectation)} is not met by abcdef`, async () => {
      const { result } = await exchange('abcdef', expectation, { then: 'then-close', until: 'close' });
      assert.equal(result.ending, 'check-failed');
      assert.match(
        result.failure?.message ?? '',
        new RegExp(`answers: not as expected: ${word}; .*begins: abcdef`),
      );
    });
  }

  it('an answer that never fits is given up', async () => {
    const { result } = await exchange('abc', { exact: 'abcd' });
    assert.equal(result.ending, 'check-failed');
    assert.match(result.failure?.message ?? '', /no complete answer in time/);
  });

  it('an app that ends during a check is told apart from a wrong answer', async () => {
    const { result } = await exchange('abc', { exact: 'abcd' }, { then: 'then-exit' });
    assert.equal(result.failure?.code, 'BOOT_APP_EXIT', result.failure?.message);
    assert.match(result.failure.message, /exit status 7/);
  });

  it('clients report all they print, and their status, in order', async () => {
    const clients = [
      client('flood', ['/misbehave', 'flood-and-exit', '200000']),
      client('with a space', ['/misbehave', 'exit', '5']),
      client('crash', ['/misbehave', 'crash']),
    ];
    const { decoded } = await exchange('a', { exact: 'a' }, { clients });
    assert.equal(decoded.ending, 'ok', decoded.failure?.message);
    const [flood, ...others] = decoded.report?.clients ?? [];
    assert.ok(flood);
    assert.equal(rawText(flood.stdout).length, 200_000 + 'the end\n'.length);
    assert.deepEqual(
      others.map(({ name, status }) => [name, status]),
      [
        ['with a space', 5],
        ['crash', 128 + 11],
      ],
    );
  });

  const failing: [string, string[], string][] = [
    ['does not end', ['/misbehave', 'hang'], 'BOOT_CLIENT_TIMEOUT'],
    ['prints too much', ['/misbehave', 'flood-and-exit', '2000000'], 'BOOT_CLIENT_OUTPUT'],
    ['cannot be executed', ['/etc/lupine/job'], 'BOOT_CLIENT_START'],
  ];
  for (const [what, argv, code] of failing) {
    it(`a client that ${what} is no result`, async () => {
      const { result } = await exchange('a', { exact: 'a' }, { clients: [client('it', argv, 300)] });
      assert.equal(result.ending, 'client-failed');
      assert.equal(result.failure?.code, code);
    });
  }
});

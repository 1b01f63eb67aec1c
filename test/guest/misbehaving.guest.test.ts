// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { rawText } from '../../harness/core/foreign.js';
import { KERNEL_TIMEOUT, bootTestApp, guestKernel } from '../support/guest.js';
import { encodeFrame } from '../support/frames.js';

describe('apps that misbehave', function () {
  this.timeout(60_000);
  before(async function () {
    this.timeout(KERNEL_TIMEOUT);
    await guestKernel();
  });

  it('a liar cannot print a result, a panic or an end', async () => {
    const lies = [
      encodeFrame(0, 'event', 'pid1 1'),
      encodeFrame(5, 'ready', ''),
      encodeFrame(6, 'end', 'ok'),
      'Kernel panic - not syncing: lie',
      '\u001b[31mred\u001b[0m ~> \\x41 ä',
    ].map((lie) => lie.trimEnd());
    const { decoded } = await bootTestApp('liar', lies, { ready: { line: 'never', withinMs: 100 } });
    assert.equal(decoded.ending, 'not-ready');
    assert.equal(decoded.report?.ready, false);
    assert.ok((decoded.report.tsc['pid1'] ?? 0n) > 1n);
    const printed = lies.map((lie) => `${lie}\r\n`).join('');
    assert.deepEqual([decoded.app.stdout, decoded.app.stderr], [printed, printed]);
  });

  it('one that never becomes ready is given up', async () => {
    const { result } = await bootTestApp('misbehave', ['sleep'], {
      network: 'loopback',
      ready: { tcp: 99, withinMs: 300 },
    });
    assert.equal(result.ending, 'not-ready');
    assert.match(result.failure?.message ?? '', /not ready after 300 ms/);
  });

  it('one that never stops computing is given up', async () => {
    const { result } = await bootTestApp('misbehave', ['hang'], {
      network: 'loopback',
      ready: { tcp: 99, withinMs: 300 },
    });
    assert.equal(result.failure?.code, 'BOOT_NOT_READY');
  });

  it('one that crashes is told apart from one that ends', async () => {
    const ready = { line: 'never' };
    const crash = await bootTestApp('misbehave', ['crash'], { ready });
    assert.equal(crash.result.ending, 'app-failed');
    assert.match(crash.result.failure?.message ?? '', /signal 11/);
    const exit = await bootTestApp('misbehave', ['exit', '3'], { ready });
    assert.match(exit.result.failure?.message ?? '', /exit status 3/);
    const wrong = await bootTestApp('misbehave', ['exit', '3'], { ready: { exit: 0 } });
    assert.match(wrong.result.failure?.message ?? '', /exit status 3/);
  });

  it('one that cannot be executed is named', async () => {
    const { result } = await bootTestApp('misbehave', [], {}, (job) => ({
      ...job,
      app: { ...job.app, argv: ['/etc/lupine/job', 'argument'] },
    }));
    assert.equal(result.failure?.code, 'BOOT_APP_START');
    assert.match(result.failure.message, /\/etc\/lupine\/job: Permission denied/);
  });

  it('one that prints without end is kept from its end, and what is lost is counted', async () => {
    const { decoded } = await bootTestApp('misbehave', ['flood', '1000000'], { ready: { line: 'the end' } });
    assert.equal(decoded.ending, 'ok', decoded.failure?.message);
    const { dropped } = decoded.app;
    const stdout = rawText(decoded.app.stdout);
    assert.ok(stdout.endsWith('\nthe end\n'));
    assert.ok(stdout.length >= 64 * 1024 && stdout.length <= 128 * 1024, `${stdout.length} kept`);
    assert.equal(stdout.length + dropped, 1_000_000 + '\nthe end\n'.length - 1);
  });

  it('children that it leaves behind are buried', async () => {
    const { result } = await bootTestApp('misbehave', ['orphans', '20'], { ready: { line: 'never' } });
    assert.equal(result.ending, 'not-ready');
  });
});

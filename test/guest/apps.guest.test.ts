// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { rawText } from '../../harness/core/foreign.js';
import { KERNEL_TIMEOUT, bootGuest, guestKernel, rootOf } from '../support/guest.js';

const LOAD = [{ client: 'redis-benchmark', args: ['-t', 'get,set', '-n', '500', '-c', '10', '--csv'] }];

describe('declared apps in a guest', function () {
  this.timeout(180_000);
  before(async function () {
    this.timeout(KERNEL_TIMEOUT);
    await guestKernel();
  });

  for (const name of ['hello', 'hello-musl']) {
    it(`${name}: reports PID 1, its main and its line`, async function () {
      this.timeout(KERNEL_TIMEOUT);
      const { decoded } = await bootGuest(await rootOf(name));
      assert.equal(decoded.ending, 'ok', decoded.failure?.message);
      const { tsc, tscHz, tscSource, checks, ready } = decoded.report ?? assert.fail('no report');
      assert.deepEqual([tscHz, tscSource, checks, ready], [1_000_000_000n, 'job', 1, true]);
      const order = ['pid1', 'exec', 'main', 'ready', 'done'].map(
        (event) => tsc[event] ?? assert.fail(event),
      );
      assert.deepEqual(
        order,
        [...order].sort((a, b) => Number(a - b)),
      );
      assert.equal(decoded.app.stdout, 'Hello, world!\n');
    });
  }

  it('hello: ends by reset as well as by isa-debug-exit', async () => {
    const { result } = await bootGuest(await rootOf('hello', { end: 'reboot' }));
    assert.equal(result.ending, 'ok', result.failure?.message);
  });

  it('hello: finds out the frequency when the job does not state it', async () => {
    const { decoded } = await bootGuest(await rootOf('hello', { clock: 'wall' }));
    const { tscHz, tscSource } = decoded.report ?? assert.fail('no report');
    assert.notEqual(tscSource, 'job');
    assert.ok(Math.abs(Number(tscHz) / 1e9 - 1) < 0.001, `${rawText(tscSource)} says ${tscHz}`);
  });

  it('redis: two boots under load print the same bytes', async () => {
    const root = await rootOf('redis', { purpose: 'load', clients: LOAD });
    const first = await bootGuest(root);
    const second = await bootGuest(root);
    assert.equal(first.result.ending, 'ok', first.result.failure?.message);
    assert.equal(first.result.report?.checks, 2);
    const [client] = first.result.report.clients;
    assert.ok(client);
    assert.equal(client.status, 0, rawText(client.stderr));
    assert.match(
      rawText(client.stdout),
      /^"test","rps"[^\n]*\n"SET","[\d.]+"[^\n]*\n"GET","[\d.]+"[^\n]*\n$/,
    );
    assert.deepEqual(second.console, first.console);
  });

  it('redis: runs from an ext2 disk', async () => {
    const { result } = await bootGuest({ ...(await rootOf('redis')), disk: true });
    assert.equal(result.ending, 'ok', result.failure?.message);
    assert.equal(result.report?.checks, 2);
  });

  it('redis: a root that cannot be written to is named, not guessed at', async () => {
    const { result } = await bootGuest({ ...(await rootOf('redis')), disk: true, readOnly: true });
    assert.equal(result.failure?.code, 'BOOT_SETUP');
    assert.match(result.failure.message, /node char 1 3 438 \/dev\/null: Read-only file system/);
  });

  for (const name of ['nginx', 'nginx-musl']) {
    it(`${name}: serves its page whole`, async function () {
      // The second one is compiled when the cache does not have it.
      this.timeout(KERNEL_TIMEOUT);
      const { result } = await bootGuest(await rootOf(name));
      assert.equal(result.ending, 'ok', result.failure?.message);
      assert.equal(result.report?.checks, 1);
    });
  }

  it('memcached: stores, returns and counts as a user of its own', async () => {
    const { result } = await bootGuest(await rootOf('memcached'));
    assert.equal(result.ending, 'ok', result.failure?.message);
    assert.equal(result.report?.checks, 3);
  });

  it('too little memory for the kernel is a failure with a reason', async () => {
    const { result } = await bootGuest({ ...(await rootOf('redis')), memoryMib: 24 });
    assert.ok(result.failure !== undefined && result.failure.message.length > 0);
  });
});

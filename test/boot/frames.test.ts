// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { decodeConsole } from '../../harness/boot/frames.js';
import { encodeFrame, encodeFrames, failedFrames } from '../support/frames.js';

const HEAD = 'Linux version 6.1\r\n[    0.100000] earlyser0 enabled\r\n';
const GOOD: (readonly [string, string])[] = [
  ['event', 'frame 300'],
  ['event', 'pid1 100'],
  ['event', 'exec 150'],
  ['event', 'ready 290'],
  ['ready', ''],
  ['check', 'SET'],
  ['check', 'GET'],
  ['client', 'redis-benchmark'],
  ['client-out', 'first half, '],
  ['client-out', 'second half: \u00e4 ~> \\\n'],
  ['client-err', 'a warning\n'],
  ['client-end', '0'],
  ['event', 'done 900'],
  ['tsc-hz', '1000000000 job'],
  ['note', 'mount? proc /proc: No such device'],
  ['app-out-dropped', '7'],
  ['app-out', 'served\n'],
  ['end', 'ok'],
];

const decode = (text: string): ReturnType<typeof decodeConsole> => decodeConsole(Buffer.from(text, 'latin1'));
const good = encodeFrames(GOOD);

describe('console of a boot', () => {
  it('is read when everything is there', () => {
    const decoded = decode(HEAD + good.join(''));
    assert.equal(decoded.ending, 'ok');
    assert.equal(decoded.failure, undefined);
    assert.deepEqual(decoded.report, {
      tsc: { frame: 300n, pid1: 100n, exec: 150n, ready: 290n, done: 900n },
      tscHz: 1_000_000_000n,
      tscSource: 'job',
      clients: [
        {
          name: 'redis-benchmark',
          status: 0,
          stdout: 'first half, second half: ä ~> \\\n',
          stderr: 'a warning\n',
        },
      ],
      ready: true,
      checks: 2,
      notes: ['mount? proc /proc: No such device'],
    });
    assert.deepEqual(decoded.app, { stdout: 'served\n', stderr: '', dropped: 7 });
    assert.deepEqual(decoded.kernel, ['Linux version 6.1', '[    0.100000] earlyser0 enabled']);
  });

  it('is read whatever ends its lines', () => {
    assert.equal(decode(good.join('').replaceAll('\n', '\r\n')).ending, 'ok');
    assert.equal(decode(good.join('').replaceAll('\n', '')).ending, 'ok');
  });

  it('that is empty is a silent guest', () => {
    const decoded = decode('');
    assert.equal(decoded.ending, 'guest-crash');
    assert.equal(decoded.failure?.code, 'BOOT_SILENT');
    assert.equal(decoded.report, undefined);
  });

  it('that stops in the middle is not a result', () => {
    for (let count = 1; count < good.length; count++) {
      const decoded = decode(HEAD + good.slice(0, count).join(''));
      assert.equal(decoded.failure?.code, 'BOOT_TRUNCATED', `${count} frames`);
    }
  });

  it('that ends with a panic is a panic, with the line and what came before', () => {
    const panic = '[    1.5] Kernel panic - not syncing: Attempted to kill init! exitcode=0x0000000b\r\n';
    for (const text of [
      HEAD + panic,
      HEAD + good.slice(0, 3).join('') + panic,
      `${HEAD}${good.join('')}${panic}`,
    ]) {
      const decoded = decode(text);
      assert.equal(decoded.ending, 'panic');
      assert.match(decoded.failure?.message ?? '', /: Kernel panic - not syncing: Attempted to kill init!/);
      assert.ok(decoded.failure?.console.includes(panic.trim()));
    }
  });

  it('with a crash in the kernel is no result even if the app went on', () => {
    const oops = 'BUG: kernel NULL pointer dereference, address: 0000000000000000\r\n';
    assert.equal(decode(HEAD + oops + good.join('')).failure?.code, 'BOOT_OOPS');
  });

  it('with a root image that was not unpacked whole blames the memory, not what PID 1 misses then', () => {
    const lost = '[    0.439707] Initramfs unpacking failed: write error\r\n';
    const { failure } = decode(HEAD + lost + failedFrames('app-start /x: No such file'));
    assert.equal(failure?.code, 'BOOT_ROOT_TOO_LARGE');
    assert.match(failure.next, /--memory/);
  });

  const errors = [
    ['job line 3: unknown word: x', 'setup-failed', 'BOOT_JOB'],
    ['setup mount proc /proc: No such device', 'setup-failed', 'BOOT_SETUP'],
    ['app-start /x: No such file', 'app-failed', 'BOOT_APP_START'],
    ['app-exit signal 11', 'app-failed', 'BOOT_APP_EXIT'],
    ['not-ready not ready after 5 ms', 'not-ready', 'BOOT_NOT_READY'],
    ['check-failed GET: no', 'check-failed', 'BOOT_CHECK_FAILED'],
    ['client-timeout x: no', 'client-failed', 'BOOT_CLIENT_TIMEOUT'],
    ['something-new why', 'garbled', 'BOOT_GARBLED'],
  ] as const;
  for (const [error, ending, code] of errors) {
    it(`names the failure ${code} of \`${error}\``, () => {
      const decoded = decode(failedFrames(error, ['app-err', 'what the app said\n']));
      assert.deepEqual([decoded.ending, decoded.failure?.code], [ending, code]);
      assert.deepEqual(decoded.failure?.console, ['app: what the app said']);
      assert.ok(decoded.failure.message.endsWith(error.slice(error.indexOf(' ') + 1)));
    });
  }

  it('has no line that could move a terminal', () => {
    const decoded = decode('\u001b[2Jkernel\u0007\r\n');
    assert.deepEqual(decoded.kernel, ['\\x1b[2Jkernel\\x07']);
  });

  it('with a frame twice or out of order is garbled', () => {
    assert.equal(decode([...good, encodeFrame(0, 'event', 'pid1 1')].join('')).ending, 'garbled');
    assert.equal(decode([...good.slice(0, 3), ...good.slice(2)].join('')).ending, 'garbled');
    assert.equal(decode([...good].reverse().join('')).ending, 'garbled');
  });
});

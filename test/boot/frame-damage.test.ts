// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { type DecodedConsole, decodeConsole } from '../../harness/boot/frames.js';
import { GOOD_FRAMES, encodeFrame, encodeFrames, failedFrames } from '../support/frames.js';
import { seeded } from '../support/random.js';

const FRAMES = encodeFrames(GOOD_FRAMES);
const WHOLE = FRAMES.join('');
const RESULT = resultOf(decodeConsole(Buffer.from(WHOLE)));

function resultOf(decoded: DecodedConsole): string {
  const { ending, report, app } = decoded;
  return JSON.stringify({ ending, report, app }, (_key, value: unknown) =>
    typeof value === 'bigint' ? `${value}` : value,
  );
}

/** The one property that matters: a console is either read as it was meant, or it is no result. */
function assertRightOrNothing(console: Buffer, what: string): boolean {
  const decoded = decodeConsole(console);
  if (decoded.ending === 'ok') assert.equal(resultOf(decoded), RESULT, what);
  return decoded.ending === 'ok';
}

describe('damaged frames', () => {
  it('are a result without the damage', () => {
    assert.equal(decodeConsole(Buffer.from(WHOLE)).ending, 'ok');
  });
  it('never become another result when one bit is flipped', () => {
    for (let at = 0; at < WHOLE.length; at++) {
      for (let bit = 0; bit < 8; bit++) {
        const bytes = Buffer.from(WHOLE);
        bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
        assertRightOrNothing(bytes, `byte ${at} bit ${bit}`);
      }
    }
  });

  it('never become another result: random bytes changed, lost, doubled and moved', () => {
    const random = seeded(1);
    const below = (limit: number): number => Math.floor(random() * limit);
    for (let round = 0; round < 3_000; round++) {
      let bytes = Buffer.from(WHOLE);
      for (let edit = below(4); edit >= 0; edit--) {
        const at = below(bytes.length);
        const length = 1 + below(40);
        const cut = bytes.subarray(at, at + length);
        const [before, after] = [bytes.subarray(0, at), bytes.subarray(at + length)];
        const elsewhere = below(before.length + 1);
        const ways = [
          [before, Buffer.from([below(256)]), bytes.subarray(at + 1)],
          [before, after],
          [before, cut, cut, after],
          [before.subarray(0, elsewhere), cut, before.subarray(elsewhere), after],
        ];
        bytes = Buffer.concat(ways[below(ways.length)] ?? []);
      }
      assertRightOrNothing(bytes, `round ${round}: ${JSON.stringify(bytes.toString('latin1'))}`);
    }
  });

  it('with a kernel message in the middle are read all the same', () => {
    const message = '[    2.345678] traps: redis-server[17] general protection fault ip:7f sp:7f error:0\r\n';
    let read = 0;
    for (let at = 0; at <= WHOLE.length; at++) {
      const console = Buffer.from(WHOLE.slice(0, at) + message + WHOLE.slice(at));
      if (assertRightOrNothing(console, `message at ${at}`)) {
        read += 1;
        assert.match(decodeConsole(console).kernel.join('\n'), /traps: redis-server\[17\]/);
      }
    }
    // Only a message inside a start or an end mark makes the frame unreadable.
    const marks = FRAMES.length * ('<~lupine '.length - 1 + '~>'.length - 1);
    assert.equal(read, WHOLE.length + 1 - marks);
  });

  it('with several lines of a message in the middle are read all the same', () => {
    const message = 'line one\r\nline two\r\n\r\nline three\r\n';
    const at = WHOLE.indexOf('29069');
    assert.ok(assertRightOrNothing(Buffer.from(WHOLE.slice(0, at) + message + WHOLE.slice(at)), 'lines'));
  });

  it('inside what an app printed are text', () => {
    const lies = [...FRAMES, encodeFrame(3, 'end', 'ok'), '<~lupine ', '~>', '\\x7e>', '\\'].join('\n');
    const console = failedFrames('not-ready not ready after 5 ms', ['app-out', lies]);
    const decoded = decodeConsole(Buffer.from(console));
    assert.equal(decoded.ending, 'not-ready');
    assert.equal(decoded.app.stdout, lies);
    assert.deepEqual(decoded.report?.clients, []);
    assert.equal(decoded.report.ready, false);
  });

  it('forged around the real ones make the boot garbled', () => {
    const forged = encodeFrames([
      ['event', 'pid1 1'],
      ['end', 'ok'],
    ]);
    for (const console of [forged.join('') + WHOLE, WHOLE + forged.join('')]) {
      assert.equal(decodeConsole(Buffer.from(console)).ending, 'garbled');
    }
  });

  it('a terabyte of claims costs nothing: lengths and numbers are bounded', () => {
    for (const text of [
      '<~lupine 0000000000000000 99999999999999999999 event 1 00000000 x~>',
      '<~lupine 0000000000000000 0 event 99999999 00000000 x~>',
    ]) {
      assert.equal(decodeConsole(Buffer.from(text)).ending, 'garbled');
    }
  });
});

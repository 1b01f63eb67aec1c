// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { decodeConsole } from '../../harness/boot/frames.js';
import { NO_NONCE } from '../../harness/boot/nonce.js';
import { GOOD_FRAMES, encodeFrame, encodeFrames } from '../support/frames.js';
import { NONCE, instead, judged, reported } from '../support/judged.js';

const OTHER = 'fedcba9876543210';
const good = reported();
const forged = (nonce: string): string => encodeFrames(GOOD_FRAMES, nonce).join('');

/** What is printed, the code that the boot then has, and what it says. */
type Row = [what: string, console: string, code: string, says: RegExp];

const FORGED = 'BOOT_FORGED';
const GARBLED = 'BOOT_GARBLED';

const ROWS: Row[] = [
  // Of somebody who does not know the nonce.
  [
    'a whole report with a nonce of its own',
    forged(OTHER),
    FORGED,
    /frame 0 \(event\) does not have the nonce/,
  ],
  ['a whole report without a nonce', forged(NO_NONCE), FORGED, /nonce/],
  ['a report of the old form', forged('').replaceAll('lupine  ', 'lupine '), GARBLED, /damaged/],
  ['one before the true one', forged(OTHER) + good, FORGED, /nonce/],
  ['one behind the true one', good + forged(OTHER), FORGED, /nonce/],
  [
    'an end in the middle of the true one',
    good.replace('<', `${encodeFrame(0, 'end', 'ok', OTHER)}<`),
    FORGED,
    /nonce/,
  ],
  ['a nonce with one wrong digit', good.replaceAll(NONCE, `${NONCE.slice(1)}0`), FORGED, /nonce/],
  ['a nonce in capitals', good.replaceAll(NONCE, NONCE.toUpperCase()), GARBLED, /damaged/],
  ['a longer nonce', good.replaceAll(NONCE, `${NONCE}0`), GARBLED, /damaged/],
  // Of somebody who does.
  ['the first frame twice', encodeFrame(0, 'event', 'frame 1', NONCE) + good, GARBLED, /frame 1 is missing/],
  ['a report that begins in the middle', encodeFrames([['end', 'ok']], NONCE).join(''), GARBLED, /first one/],
  [
    'an end without a report',
    reported((frames) => [...frames.slice(0, 2), ['end', 'ok']]),
    GARBLED,
    /not complete/,
  ],
  ['no start', reported(instead('ready')), GARBLED, /the app is not ready/],
  ['no time of PID 1', reported(instead('pid1')), GARBLED, /not complete/],
  ['no time of the end', reported(instead('done')), GARBLED, /not complete/],
  ['no frequency', reported(instead('tsc-hz')), GARBLED, /not complete/],
  [
    'a second frequency',
    reported(instead('tsc-hz', ['tsc-hz', '5 job'], ['tsc-hz', '6 job'])),
    GARBLED,
    /already/,
  ],
  ['an event that nobody knows', reported(instead('exec', ['event', 'launch 5'])), GARBLED, /unknown event/],
  ['an event named __proto__', reported(instead('exec', ['event', '__proto__ 5'])), GARBLED, /unknown event/],
  [
    'an event named constructor',
    reported(instead('exec', ['event', 'constructor 5'])),
    GARBLED,
    /unknown event/,
  ],
  ['an event twice', reported(instead('exec', ['event', 'pid1 101'])), GARBLED, /happened before/],
  [
    'an error with the name of what all objects have',
    reported(instead('end', ['error', 'constructor x'], ['end', 'failed'])),
    GARBLED,
    /reported constructor: x/,
  ],
  [
    'an error and a good end',
    reported(instead('end', ['error', 'app-exit 1'], ['end', 'ok'])),
    GARBLED,
    /contradicts/,
  ],
  [
    'a result behind an error',
    reported(instead('end', ['error', 'app-exit 1'], ['note', 'a'], ['end', 'failed'])),
    GARBLED,
    /an error was reported/,
  ],
  [
    'a frame behind the end',
    reported((frames) => [...frames, ['note', 'late']]),
    GARBLED,
    /follows the last one/,
  ],
  [
    'a check before the app is ready',
    reported((frames) => [...frames.slice(0, 3), ['check', 'GET'], ...frames.slice(3)]),
    GARBLED,
    /not ready/,
  ],
  ['a check behind a client', reported(instead('done', ['check', 'GET'])), GARBLED, /follows a client/],
  ['a client in a client', reported(instead('client-out', ['client', 'd'])), GARBLED, /has not ended/],
  ['a client without an end', reported(instead('client-end')), GARBLED, /has no end/],
  [
    'a status that no program has',
    reported(instead('client-end', ['client-end', '256'])),
    GARBLED,
    /no status/,
  ],
  [
    'an output that is longer than kept',
    reported(
      instead('client-out', ...Array.from({ length: 1400 }, () => ['client-out', 'x'.repeat(768)] as const)),
    ),
    GARBLED,
    /more than 1048576/,
  ],
  ['a type that nobody knows', reported(instead('app-out', ['result', '1'])), GARBLED, /unknown type/],
];

describe('a forged report', () => {
  it('is one because of what was forged: without that it is a result', () => {
    const { ending, report } = judged(good);
    assert.equal(ending, 'ok');
    assert.deepEqual(report?.tsc, { frame: 300n, pid1: 100n, exec: 150n, ready: 290n, done: 900n });
  });

  for (const [what, console, code, says] of ROWS) {
    it(`is no result: ${what}`, () => {
      const { ending, failure } = judged(console);
      assert.notEqual(ending, 'ok');
      assert.equal(failure?.code, code, failure?.message);
      assert.match(failure.message, says);
      assert.ok(failure.next.length > 5);
    });
  }

  it('has the nonce of its boot also where a kernel may give PID 1 none', () => {
    const both = [NONCE, NO_NONCE];
    const endings = [good, forged(NO_NONCE), forged(OTHER), forged(NO_NONCE) + good].map(
      (console) => decodeConsole(Buffer.from(console), both).failure?.code,
    );
    assert.deepEqual(endings, [undefined, undefined, FORGED, FORGED]);
  });
});

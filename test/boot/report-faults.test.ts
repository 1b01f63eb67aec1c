// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { GOOD_FRAMES, encodeFrames } from '../support/frames.js';
import { type JudgedParts, NONCE, instead, judged, reported } from '../support/judged.js';

const good = reported();

/** What is reported, the code that the boot then has, what it says, and how the boot differs from the usual one. */
type Row = [what: string, console: string, code: string, says: RegExp, parts?: JudgedParts];

const GARBLED = 'BOOT_GARBLED';
const MISMATCH = 'BOOT_REPORT_MISMATCH';
const TIME = 'BOOT_TIME_IMPOSSIBLE';

const ROWS: Row[] = [
  // The declaration.
  [
    '0 of 1 checks',
    reported(instead('check')),
    MISMATCH,
    /0 of 1 checks passed: nothing in the place of "GET"/,
  ],
  [
    'a check that is not declared',
    reported(instead('check', ['check', 'GET'], ['check', 'SET'])),
    MISMATCH,
    /"SET" in the place of nothing/,
  ],
  [
    'a check of another name',
    reported(instead('check', ['check', 'get'])),
    MISMATCH,
    /"get" in the place of "GET"/,
  ],
  ['a check twice', reported(instead('check', ['check', 'GET'], ['check', 'GET'])), MISMATCH, /2 of 1/],
  [
    'checks in another order',
    reported(instead('check', ['check', 'B'], ['check', 'A'])),
    MISMATCH,
    /"B" in the place of "A"/,
    { expects: { checks: ['A', 'B'] } },
  ],
  [
    '0 of 1 clients',
    good.replace(/<~lupine \w+ 6 [^]*/, '') +
      encodeFrames(
        GOOD_FRAMES.filter(([type]) => !type.startsWith('client')),
        NONCE,
      )
        .slice(6)
        .join(''),
    MISMATCH,
    /0 of 1 clients/,
  ],
  [
    'a client that is not declared',
    good,
    MISMATCH,
    /"c" in the place of nothing/,
    { expects: { clients: [] } },
  ],
  // Times.
  ['a boot in no time', reported(instead('pid1', ['event', 'pid1 0'])), GARBLED, /no count/],
  ['a boot in less than no time', reported(instead('pid1', ['event', 'pid1 -5'])), GARBLED, /no count/],
  ['a boot of half an instruction', reported(instead('pid1', ['event', 'pid1 0.5'])), GARBLED, /no count/],
  ['a count with zeros before', reported(instead('pid1', ['event', 'pid1 007'])), GARBLED, /no count/],
  [
    'a count that no counter has',
    reported(instead('pid1', ['event', `pid1 ${2n ** 63n}`])),
    GARBLED,
    /no count/,
  ],
  [
    'a count of 400 digits',
    reported(instead('pid1', ['event', `pid1 ${'9'.repeat(400)}`])),
    GARBLED,
    /no count/,
  ],
  ['an app before PID 1', reported(instead('exec', ['event', 'exec 99'])), TIME, /"exec" is before/],
  [
    'an app that is ready before it is started',
    reported(instead('exec', ['event', 'exec 291'])),
    TIME,
    /"ready" is before/,
  ],
  [
    'a main that nobody reports',
    reported(instead('exec', ['event', 'exec 150'], ['event', 'main 160'])),
    TIME,
    /does not report its main/,
  ],
  [
    'a main before its program',
    reported(instead('exec', ['event', 'exec 150'], ['event', 'main 5'])),
    TIME,
    /"main" is before/,
    { expects: { reportsMain: true } },
  ],
  [
    'a main after the app was ready',
    reported(instead('exec', ['event', 'exec 150'], ['event', 'main 295'])),
    TIME,
    /"ready" is before/,
    { expects: { reportsMain: true } },
  ],
  [
    'another frequency than it was told',
    reported(instead('tsc-hz', ['tsc-hz', '2000000000 job'])),
    TIME,
    /2000000000 Hz/,
  ],
  [
    'a frequency from nowhere',
    reported(instead('tsc-hz', ['tsc-hz', '1000000000 app'])),
    GARBLED,
    /no frequency/,
  ],
  ['a frequency that it was not told', good, TIME, /by "job"/, { expects: { tscHz: undefined } }],
  [
    'a frequency that no counter has',
    reported(instead('tsc-hz', ['tsc-hz', '1 calibrated'])),
    TIME,
    /1 Hz/,
    { expects: { tscHz: undefined } },
  ],
  [
    'more instructions than there was time for',
    reported(instead('done', ['event', 'done 90000000000000'])),
    TIME,
    /90000000 ms passed/,
  ],
  [
    'more time than the boot had',
    reported((frames) =>
      instead('done', ['event', 'done 900000000'])([
        ...instead('tsc-hz', ['tsc-hz', '1000000000 cpuid-15'])(frames),
      ]),
    ),
    TIME,
    /900 ms passed, and no more than 40 can/,
    { clock: 'wall', expects: { tscHz: undefined } },
  ],
];

describe('a report of what was not done', () => {
  for (const [what, console, code, says, parts] of ROWS) {
    it(`is no result: ${what}`, () => {
      const { ending, failure } = judged(console, parts);
      assert.notEqual(ending, 'ok');
      assert.equal(failure?.code, code, failure?.message);
      assert.match(failure.message, says);
      assert.ok(failure.next.length > 5);
    });
  }
});

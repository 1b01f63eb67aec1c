// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { EXIT } from '../../harness/core/errors.js';
import { foreign } from '../../harness/core/foreign.js';
import { countOf64, decimalNumber, digitsNumber, timerMs, wholeNumber } from '../../harness/core/numbers.js';
import { anyText } from '../support/any-text.js';
import { failsWith } from '../support/errors.js';
import { fuzzRuns } from '../support/fuzz.js';

/** What JavaScript takes for a number, or gives one for, and nobody here writes. */
const ODD = [
  ...[
    '9'.repeat(400),
    '1e999',
    '1e3',
    '1E3',
    '0x10',
    '0b1',
    '0o7',
    '1_000',
    'Infinity',
    'NaN',
    '-Infinity',
    'inf',
    'nan',
  ],
  ...[
    '',
    ' ',
    ' 7',
    '7 ',
    '7\n',
    '+7',
    '-7',
    '-0',
    '１０',
    '٣',
    '1.',
    '.5',
    '1.5.2',
    '1,5',
    '1 000',
    '0x',
    'null',
    '7\u0000',
  ],
  ...['9007199254740993', '99999999999999999999', '1'.repeat(17)],
];

describe('a number of others', () => {
  it('is decimal digits', () => {
    assert.equal(wholeNumber('0'), 0);
    assert.equal(wholeNumber(foreign('007')), 7);
    assert.equal(decimalNumber(foreign('12.50')), 12.5);
    assert.equal(countOf64('18446744073709551615'), 2n ** 64n - 1n);
    assert.equal(digitsNumber('0755', 8, 4), 0o755);
    assert.equal(digitsNumber('ff', 16, 2), 255);
  });
  for (const text of ODD)
    it(`is not ${JSON.stringify(text.length > 30 ? `${text.slice(0, 9)}…` : text)}`, () => {
      assert.equal(wholeNumber(text), undefined);
      assert.equal(decimalNumber(text), undefined);
    });
  it('is in its range, or none', () => {
    assert.deepEqual(
      ['0', '1', '9', '10'].map((text) => wholeNumber(text, 1, 9)),
      [undefined, 1, 9, undefined],
    );
    assert.equal(countOf64('18446744073709551616'), undefined);
    assert.equal(countOf64('-1'), undefined);
    assert.deepEqual(
      [digitsNumber('8', 8, 4), digitsNumber('FF', 16, 2), digitsNumber('123', 16, 2)],
      Array(3).fill(undefined),
    );
  });
  it('is finite whatever the text', () => {
    const digits = fc.stringMatching(/^[-+0-9.eExXa-fINn_ １]{0,40}$/);
    fc.assert(
      fc.property(fc.oneof(anyText, digits), (text) => {
        for (const value of [wholeNumber(text), decimalNumber(text), digitsNumber(text, 16, 13)])
          assert.ok(value === undefined || (value >= 0 && value <= Number.MAX_SAFE_INTEGER), `${value}`);
        assert.ok(wholeNumber(text) === undefined || Number.isSafeInteger(wholeNumber(text)));
      }),
      { numRuns: fuzzRuns },
    );
  });
});

describe('a time for a timer', () => {
  it('is what a timer holds', () => {
    assert.deepEqual([0, 1.5, 2 ** 31 - 1].map(timerMs), [0, 1.5, 2 ** 31 - 1]);
  });
  for (const ms of [2 ** 31, 1e13, Infinity, -1, Number.NaN])
    it(`is not ${ms} ms, after which a timer would end at once`, () =>
      failsWith(() => Promise.resolve(timerMs(ms)), 'TIME_LIMIT', EXIT.usage));
});

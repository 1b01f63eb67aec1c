// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { wrapAt, wrapLines } from '../../harness/cli/wrap.js';

describe('a text in a column', () => {
  const words = 'one two three four five six seven eight nine ten eleven';
  it('ends before the terminal does, and goes on below its own beginning', () => {
    assert.equal(wrapAt(words, 8, 40), 'one two three four five six\n        seven eight nine ten eleven');
    assert.equal(wrapAt('one two', 8, 40), 'one two');
  });
  it('keeps a path whole', () => {
    const path = '/a/very/long/path/that/no/terminal/of/this/width/can/hold';
    assert.equal(wrapAt(`in ${path}`, 8, 40), `in\n        ${path}`);
  });
  it('begins on a line of its own where the column would be a few words wide', () => {
    assert.equal(wrapAt(words, 29, 40), '\n    one two three four five six seven\n    eight nine ten eleven');
  });
  it('takes a terminal that reports no columns for one of 80, and one of a few for one of 30', () => {
    assert.equal(wrapAt(words, 29, 0), wrapAt(words, 29, 80));
    assert.equal(wrapAt(words, 29, 3), wrapAt(words, 29, 30));
  });
});

describe('a text of several lines', () => {
  it('is broken only where a line is wider than the terminal, and goes on further right', () => {
    assert.equal(
      wrapLines('short\n  one two three four five six seven eight\n\nlast', 36),
      'short\n  one two three four five six\n    seven eight\n\nlast',
    );
  });
  it('keeps words that are longer than a line whole, and stays what it is where it fits', () => {
    const path = `/${'x'.repeat(60)}`;
    assert.equal(wrapLines(`file: ${path}`, 40), `file:\n  ${path}`);
    assert.equal(wrapLines('a  table   of words', 40), 'a  table   of words');
  });
});

// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { lineMatcher, literalStart } from '../../harness/boot/line-pattern.js';

describe('patterns of console lines', () => {
  it('fit whole lines only, so that a command line that a kernel prints proves nothing', () => {
    const fits = lineMatcher('Hello, world!');
    assert.deepEqual(fits('Hello, world!'), {});
    for (const line of ['Cmdline: Hello, world!', 'Hello, world! ', ' Hello, world!', 'hello, world!', ''])
      assert.equal(fits(line), undefined, line);
  });

  it('give the numbers in their places', () => {
    assert.deepEqual(lineMatcher('main {tsc} at {hz} Hz')('main 19724564 at 1000000000 Hz'), {
      ...{ tsc: 19724564n, hz: 1000000000n },
    });
    assert.deepEqual(lineMatcher('=== _exit({status}) called ===')('=== _exit(3) called ==='), { status: 3 });
    assert.deepEqual(lineMatcher('[{any}] up')('[ 0.25] up'), {});
    assert.deepEqual(lineMatcher('panic: {any}')('panic: '), {});
    assert.deepEqual(lineMatcher('{any} done')('done done'), {});
  });

  it('do not take what cannot be: no number, one of more than 64 bits, a status above 255', () => {
    const main = lineMatcher('main {tsc}');
    for (const text of [
      'main ',
      'main x',
      'main -5',
      'main 0',
      'main 9223372036854775808',
      'main 123456789012345678901',
      'main 5 ',
    ])
      assert.equal(main(text), undefined, text);
    assert.equal(lineMatcher('exit {status}')('exit 256'), undefined);
    assert.equal(lineMatcher('{any} done')('done'), undefined);
  });

  it('cost no more than the length of the line, whatever it is', () => {
    const fits = lineMatcher('{any}a{any}a{any}a{any}b');
    assert.equal(fits('a'.repeat(1_000_000)), undefined);
  });

  it('say what they begin with', () => {
    assert.equal(literalStart('main {tsc}'), 'main ');
    assert.equal(literalStart('{any}'), '');
  });
});

// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { measureError, usageError } from '../../harness/core/errors.js';
import { diskFull } from '../../harness/core/files.js';
import { failureOf, splitByOutcome } from '../../harness/run/failure.js';

describe('what could not be measured', () => {
  const lost = measureError('CLIENT_FAILED', 'it failed.', 'Look.');

  it('is kept apart from the values, each with its reason', () =>
    assert.deepEqual(splitByOutcome({ a: 1, b: lost, c: 0.5 }), {
      values: { a: 1, c: 0.5 },
      missing: { b: { code: 'CLIENT_FAILED', message: 'it failed.', next: 'Look.' } },
    }));
  it('is not mentioned when everything was', () =>
    assert.deepEqual(splitByOutcome({ a: 1 }), { values: { a: 1 } }));
  it('is no failure to measure when the run cannot go on', () => {
    for (const error of [usageError('X', 'x.', 'y.'), diskFull('/x', 'y'), new TypeError('x')])
      assert.throws(() => failureOf(error), error);
  });
});

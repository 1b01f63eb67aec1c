// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { BenchError } from '../../harness/core/errors.js';
import { requireFormat } from '../../harness/core/format.js';

/** What is said of a value in `results/x/plan.json`, read by a version that knows formats 1 and 2; empty when nothing is. */
function said(value: unknown): string {
  try {
    requireFormat(value, [1, 2], join(process.cwd(), 'results/x/plan.json'));
    return '';
  } catch (error) {
    assert.ok(error instanceof BenchError);
    assert.deepEqual([error.code, error.exit], ['FORMAT_UNKNOWN', 2]);
    return `${error.message} ${error.next}`;
  }
}

describe('the format of a file', () => {
  it('is nothing to speak of when it is known', () => {
    assert.equal(said({ format: 1 }), '');
    assert.equal(said({ format: 2, more: [] }), '');
  });
  it('that is newer is named with the file, the known ones, and what to do', () =>
    assert.equal(
      said({ format: 3 }),
      'results/x/plan.json has format 3; this lupine-bench knows formats 1, 2. It was made by a newer lupine-bench: read it with that one.',
    ));
  it('is missing where there is no whole number; what stands there instead is not shown', () => {
    for (const value of [undefined, null, 'text', [], {}, { format: '\u001b[31m1' }, { format: 1.5 }]) {
      assert.match(said(value), /^results\/x\/plan\.json does not say its format; .* make a new run\.$/);
    }
  });
  it('that is older than all known ones is not called newer', () =>
    assert.match(said({ format: 0 }), /has format 0; .* was not made by lupine-bench/));
});

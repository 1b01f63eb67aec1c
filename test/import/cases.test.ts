// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { importCase } from '../support/import-case.js';
import { ABS } from './cases-ab.js';
import type { Case } from './case.js';
import { FILES } from './cases-files.js';
import { REDISES } from './cases-redis.js';
import { WRKS } from './cases-wrk.js';

const ALL: readonly Case[] = [...REDISES, ...ABS, ...WRKS, ...FILES];

describe('what users gave to import', () => {
  for (const { what, logs, exit, problems = [], values } of ALL) {
    it(`${what}: exit ${exit}`, async () => {
      const found = await importCase(logs);
      assert.equal(found.exit, exit, found.problems.join('\n'));
      assert.equal(found.problems.length, problems.length, found.problems.join('\n'));
      for (const [index, expected] of problems.entries()) {
        const problem = found.problems[index] ?? '';
        assert.match(problem, expected);
        assert.doesNotMatch(problem, /[^\x20-\x7e]/, 'a message is safe for a terminal');
        assert.doesNotMatch(problem, /\(\?[:<]|\[0-9\]/, 'a regular expression explains nothing');
      }
      if (values !== undefined) assert.deepEqual(found.values, values);
    });
  }
  it('are many', () => {
    assert.ok(ALL.length >= 60, `${ALL.length}`);
  });
});

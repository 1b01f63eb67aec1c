// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { bootWords, failedBoots, failureGroups } from '../../harness/report/model/failures.js';
import { renderTerminalSummary } from '../../harness/report/terminal.js';
import type { RunSummary } from '../../harness/summary/types.js';
import { runOf, scenario } from './fixture-parts.js';

/** A run of which so many boots failed, each in its own words. */
function failing(boots: number): RunSummary {
  const failures = Array.from({ length: boots }, (_, index) => ({
    ...{ boot: index + 1, code: 'CLIENT_OUTPUT', message: `line ${index + 1} is none that a client prints.` },
  }));
  const metric = { scenario: 'redis', app: 'redis', metric: 'throughput.get', title: 'GET' };
  const cells = [
    { system: 'microvm', values: [], failures },
    { system: 'osv', values: [], failures: failures.slice(0, 1) },
  ];
  return runOf(
    'wall',
    [scenario('redis', 'Redis')],
    [{ ...metric, unit: 'req/s', direction: 'higher', cells }],
  );
}

const linesOf = (summary: RunSummary): string[] =>
  renderTerminalSummary(summary, { color: false, width: 200 })
    .split('\n')
    .filter((line) => line.includes('CLIENT_OUTPUT') && line.includes(', boot'));

describe('failures in a terminal', () => {
  it('of thousands of runs are two in full and a line that counts the others, for each system', () => {
    assert.deepEqual(linesOf(failing(5000)), [
      'microvm (redis), boot 1: CLIENT_OUTPUT: line 1 is none that a client prints.',
      'microvm (redis), boot 2: CLIENT_OUTPUT: line 2 is none that a client prints.',
      'microvm (redis), boots 3 to 5000: CLIENT_OUTPUT too, each with words of its own: 4998 more, in summary.md',
      'osv (redis), boot 1: CLIENT_OUTPUT: line 1 is none that a client prints.',
    ]);
  });
  it('are all told where that is no longer', () => {
    assert.equal(linesOf(failing(3)).length, 4);
  });
  it('lose none', () => {
    const failed = failedBoots(failing(40));
    const groups = failureGroups(failed);
    const counted = groups.flatMap(({ told, others }) => [...told.flatMap(({ boots }) => boots), ...others]);
    assert.equal(counted.length, failed.length);
  });
});

describe('numbers of boots', () => {
  it('in a row are named together, and a few one by one', () => {
    assert.equal(bootWords([3, 1, 2]), '1, 2, 3');
    assert.equal(bootWords([1, 2, 3, 4, 5, 9, 11, 12]), '1 to 5, 9, 11, 12');
    assert.equal(bootWords([7]), '7');
  });
});

// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { acceptance, expiredChanges, withAcceptance } from '../../harness/gate/accept.js';
import { comparisonDocument } from '../../harness/gate/document.js';
import { ACCEPTED_FILE, addAccepted, readAccepted } from '../../harness/gate/accepted-file.js';
import type { MetricComparison } from '../../harness/gate/types.js';
import { failsWith } from '../support/errors.js';
import { inTemp } from '../support/temp.js';
import { exactly, timed } from './fixture.js';

const COMMIT = 'a'.repeat(40);

describe('an accepted change', () => {
  const worse = exactly([1000, 1000], [1100, 1100]);
  const entry = acceptance(worse, 'it is what encryption costs');
  const verdictFor = (metric: MetricComparison, commit?: string): string =>
    withAcceptance(metric, [entry], commit).verdict;

  it('names its base and what was accepted', () =>
    assert.deepEqual(acceptance(worse, 'why', COMMIT), {
      ...{ scenario: 's', app: 'a', metric: 'boot.guest', system: 'x', because: 'why' },
      ...{ commit: COMMIT, base: 1000, head: 1100 },
    }));
  it('makes a regression an accepted one, with the reason', () => {
    const { verdict, because, rules } = withAcceptance(worse, [entry]);
    assert.deepEqual([verdict, because], ['accepted', 'it is what encryption costs']);
    assert.equal(rules.at(-1)?.held, true);
  });
  it('covers nothing that is worse, no other metric, and nothing but a regression', () => {
    assert.equal(verdictFor(exactly([1000, 1000], [1101, 1101])), 'accepted');
    assert.equal(verdictFor(exactly([1000, 1000], [1102, 1102])), 'regression');
    assert.equal(verdictFor(exactly([1000, 1000], [1100, 1100], 'boot.ready')), 'regression');
    assert.equal(verdictFor(exactly([1000], [1100])), 'could not measure');
    assert.equal(verdictFor(exactly([1000, 1000], [1000, 1000])), 'pass');
  });
  it('expires with the next base, which has it, and not with one that moved by less than the margin', () => {
    const next = exactly([1100, 1100], [1200, 1200]);
    assert.equal(verdictFor(next), 'regression');
    assert.match(withAcceptance(next, [entry]).rules.at(-1)?.outcome ?? '', /another base/);
    assert.deepEqual(expiredChanges([next], [entry]), [entry]);
    assert.deepEqual(expiredChanges([exactly([1100, 1100], [1100, 1100])], [entry]), [entry]);
    assert.deepEqual(expiredChanges([worse], [entry]), []);
    assert.equal(verdictFor(exactly([1000.9, 1000.9], [1100, 1100])), 'accepted');
    assert.equal(verdictFor(exactly([1001, 1001], [1100, 1100])), 'regression');
  });
  it('says nothing of a base that was not measured', () => {
    const { base: _, ...same } = worse;
    const unmeasured = { ...same, base: { n: 0, values: [] }, code: 'SAME_IMAGE' };
    assert.deepEqual(expiredChanges([unmeasured], [entry]), []);
  });
  it('holds against its commit, whatever a clock that varies says of it', () => {
    const slow = timed(1.1);
    const own = acceptance(slow, 'why', COMMIT);
    const again = { ...slow, base: { ...slow.base, median: (slow.base.median ?? 0) * 1.05 } };
    assert.equal(withAcceptance(again, [own], COMMIT).verdict, 'accepted');
    assert.equal(withAcceptance(again, [own], 'b'.repeat(40)).verdict, 'regression');
    assert.equal(withAcceptance(timed(1.2), [own], COMMIT).verdict, 'regression');
  });
  it('may be a metric that the head has no more', () => {
    const gone = exactly([7, 7], []);
    const accepted = withAcceptance(gone, [acceptance(gone, 'nobody reads it')]);
    assert.equal(accepted.verdict, 'accepted');
  });
  it('is nothing that is new, so that a comparison of new things alone stays one of nothing', () => {
    const added = exactly([], [7, 7]);
    const parts = { base: 'b', head: 'h', clock: 'deterministic', metrics: [added], notes: [] } as const;
    const { verdict, exit, metrics } = comparisonDocument({ ...parts, accepted: [acceptance(added, 'new')] });
    assert.deepEqual([verdict, exit, metrics[0]?.verdict], ['could not measure', 3, 'new']);
  });
});

describe('the file of accepted changes', () => {
  const entry = acceptance(exactly([1000, 1000], [1100, 1100]), 'because: it is');

  it('is read as it was written, keeps comments, and has one entry for a metric', () =>
    inTemp(async (dir) => {
      assert.deepEqual(await readAccepted(dir), []);
      const path = await addAccepted(dir, [entry]);
      assert.equal(path, join(dir, ACCEPTED_FILE));
      assert.deepEqual(await readAccepted(dir), [entry]);
      await writeFile(path, `${await readFile(path, 'utf8')}# kept\n`);
      const other = { ...entry, metric: 'boot.ready' };
      await addAccepted(dir, [other, { ...entry, because: 'better' }]);
      assert.deepEqual(await readAccepted(dir), [other, { ...entry, because: 'better' }]);
      assert.match(await readFile(path, 'utf8'), /^# yaml-language-server: \$schema=.*[^]*# kept/);
    }));
  it('is refused with line and key when it is wrong', () =>
    inTemp(async (dir) => {
      await writeFile(join(dir, ACCEPTED_FILE), 'accepted:\n  - metric: boot.guest\n    for_ever: true\n');
      await failsWith(readAccepted(dir), 'YAML_INVALID', 2, /:3:5: .*for_ever/);
      await failsWith(addAccepted(dir, [entry]), 'YAML_INVALID', 2);
      // Infinite would accept whatever comes.
      for (const head of ['.inf', '.nan', '1e999']) {
        const about = 'scenario: s, app: a, metric: boot.guest, system: x, because: why';
        await writeFile(join(dir, ACCEPTED_FILE), `accepted:\n  - { ${about}, head: ${head} }\n`);
        await failsWith(readAccepted(dir), 'YAML_INVALID', 2, /:2:\d+: .*head.*, which is no number/);
      }
    }));
  it('is no link to somewhere else', () =>
    inTemp(async (dir) => {
      await symlink('/etc/passwd', join(dir, ACCEPTED_FILE));
      await failsWith(readAccepted(dir), 'PATH_OUTSIDE', 2);
      await failsWith(addAccepted(dir, [entry]), 'PATH_OUTSIDE', 2);
    }));
});

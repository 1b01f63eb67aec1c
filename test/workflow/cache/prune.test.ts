// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { cached } from '../../../harness/core/cache.js';
import { type ListedEntry, listEntries } from '../../../harness/core/cache-list.js';
import { EXIT } from '../../../harness/core/errors.js';
import { silent } from '../../../harness/core/progress.js';
import { chosen, pruneCache } from '../../../harness/workflow/cache/prune.js';
import type { Session } from '../../../harness/workflow/session.js';
import { failsWith } from '../../support/errors.js';
import { madeByAnother } from '../../support/made-entry.js';
import { inTemp, withCache } from '../../support/temp.js';

const inCache = (test: (dir: string) => Promise<void>) => (): Promise<void> =>
  inTemp((dir) => withCache(dir, () => test(dir)));

const session = { progress: silent, signal: new AbortController().signal } as unknown as Session;

const DAY = 24 * 3600 * 1000;
const MIB = 1024 * 1024;
const NOW = new Date('2026-06-01T00:00:00Z');

const listed = (
  label: string,
  days: number,
  mib: number,
  state: ListedEntry['state'] = 'whole',
): ListedEntry => ({
  ...{
    kind: 'kernel',
    state,
    digest: label,
    label,
    dir: `/nowhere/${label}`,
    bytes: mib * MIB,
    locks: '/nowhere',
  },
  used: new Date(NOW.getTime() - days * DAY),
});

describe('pruning the cache', () => {
  it(
    'leaves what a process uses',
    inCache(async () => {
      await madeByAnother();
      // This process finds it, and goes on.
      await cached({
        kind: 'guest',
        label: '',
        inputs: 'shared',
        build: () => Promise.reject(new Error('made')),
      });
      const pruned = await pruneCache({ kinds: ['guest'], all: true }, session);
      assert.deepEqual(
        pruned.map(({ became }) => became),
        ['in use'],
      );
      assert.equal((await listEntries(['guest'])).length, 1);
    }),
  );

  it(
    'that are left over go with every prune',
    inCache(async (dir) => {
      const { digest } = await madeByAnother();
      for (const left of ['.damaged', '.partial-abcdef', '.pruned-abcdef'])
        await mkdir(join(dir, 'guest', `${digest}${left}`));
      const pruned = await pruneCache({ kinds: ['guest'], olderThan: 100 }, session);
      assert.deepEqual(
        pruned.map(({ became }) => became),
        ['removed', 'removed', 'removed'],
      );
      assert.equal((await listEntries(['guest'])).length, 1);
    }),
  );

  it(
    'are all there after a dry run',
    inCache(async () => {
      await madeByAnother();
      const pruned = await pruneCache({ kinds: ['guest'], all: true, dryRun: true }, session);
      assert.deepEqual(
        pruned.map(({ became }) => became),
        ['would go'],
      );
      assert.equal((await listEntries(['guest'])).length, 1);
    }),
  );

  it('are not pruned without a wish', () =>
    failsWith(pruneCache({ kinds: ['guest'] }, session), 'USAGE', EXIT.usage, /what is to go/));
});

describe('what is pruned', () => {
  const entries = [
    listed('new', 1, 10),
    listed('old', 50, 30),
    listed('older', 90, 20),
    listed('left', 0, 5, 'leftover'),
  ];
  const names = (wishes: Parameters<typeof chosen>[1]): string[] =>
    chosen(entries, wishes, NOW).map(({ label }) => label);

  it('is what was used longest ago, first', () => {
    assert.deepEqual(names({ olderThan: 60 }), ['older', 'left']);
    assert.deepEqual(names({ olderThan: 10 }), ['older', 'old', 'left']);
    assert.deepEqual(names({ all: true }), ['older', 'old', 'new', 'left']);
  });

  it('leaves no more than the size that was named, of what was used last', () => {
    assert.deepEqual(names({ maxSize: 60 }), ['left']);
    assert.deepEqual(names({ maxSize: 40 }), ['older', 'left']);
    assert.deepEqual(names({ maxSize: 9 }), ['older', 'old', 'new', 'left']);
  });
});

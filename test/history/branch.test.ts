// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addToBranch, pushBranch, readBranch } from '../../harness/history/branch.js';
import type { GitPlace } from '../../harness/history/git.js';
import { pointFile } from '../../harness/history/point-file.js';
import { failsWith } from '../support/errors.js';
import { commitAll, gitIn } from '../support/git.js';
import { seeded } from '../support/random.js';
import { inTemp } from '../support/temp.js';
import { pointAt } from './fixture.js';
import { startWriter } from './writers.js';

const { signal } = new AbortController();

/** A repository with one commit on `main`. */
async function repository(top: string): Promise<GitPlace> {
  await gitIn('/', 'init', '--quiet', '--initial-branch=main', top);
  await writeFile(join(top, 'file'), 'content\n');
  await commitAll(top, 'Begin');
  return { top, signal };
}

const add = async (place: GitPlace, n: number): Promise<boolean> =>
  await addToBranch(place, 'points', pointFile(pointAt(n)));

const numbersIn = async (place: GitPlace): Promise<number[]> =>
  (await readBranch(place, 'points')).points
    .map(({ point }) => point.revision.ancestors ?? -1)
    .sort((a, b) => a - b);

describe('a history on a branch', function () {
  this.timeout(240_000);

  it('takes points one after the other, each once, and leaves the checkout as it is', () =>
    inTemp(async (top) => {
      const place = await repository(top);
      await writeFile(join(top, 'file'), 'changed\n');
      const [status, head] = [
        await gitIn(top, 'status', '--porcelain'),
        await gitIn(top, 'rev-parse', 'HEAD'),
      ];
      assert.deepEqual([await add(place, 1), await add(place, 2), await add(place, 1)], [true, true, false]);
      assert.deepEqual(await numbersIn(place), [1, 2]);
      assert.equal(await gitIn(top, 'status', '--porcelain'), status);
      assert.equal(await gitIn(top, 'rev-parse', 'HEAD'), head);
      assert.deepEqual((await readdir(top)).sort(), ['.git', 'file']);
      assert.equal(await readFile(join(top, 'file'), 'utf8'), 'changed\n');
      assert.equal(await gitIn(top, 'rev-list', '--count', 'points'), '2');
    }));

  it('refuses a branch that is checked out, one of a program, and a name that is none', () =>
    inTemp(async (top) => {
      const place = await repository(top);
      const file = pointFile(pointAt(1));
      await failsWith(addToBranch(place, 'main', file), 'HISTORY_BRANCH_OUT', 2);
      await gitIn(top, 'branch', 'other');
      await failsWith(addToBranch(place, 'other', file), 'HISTORY_BRANCH_OTHER', 2, /file/);
      for (const name of ['-d', 'a..b', '', 'a b'])
        await failsWith(addToBranch(place, name, file), 'HISTORY_BRANCH', 2);
      await failsWith(readBranch(place, 'none'), 'HISTORY_MISSING', 2);
    }));

  it('loses no point to writers at one time, one of which is killed', () =>
    inTemp(async (top) => {
      const place = await repository(top);
      const writers = [0, 1, 2].map((at) =>
        startWriter({ kind: 'branch', where: top, first: at * 100, count: 3 }),
      );
      await writers[2]?.killAfter(400 + 1500 * seeded(3)());
      const kept = (await Promise.all(writers.map((writer) => writer.kept))).flat();
      const found = await numbersIn(place);
      assert.deepEqual(
        kept.filter((n) => !found.includes(n)),
        [],
      );
      assert.ok(kept.length >= 6, String(kept.length));
    }));

  it('pushes again what was rejected because another clone was first', () =>
    inTemp(async (dir) => {
      const bare = join(dir, 'origin.git');
      await gitIn('/', 'init', '--quiet', '--bare', '--initial-branch=main', bare);
      const places = [];
      for (const name of ['one', 'two']) {
        const place = await repository(join(dir, name));
        await gitIn(place.top, 'remote', 'add', 'origin', bare);
        places.push(place);
      }
      const [one, two] = places;
      assert.ok(one && two);
      await add(one, 1);
      await pushBranch(one, 'points', 'origin');
      await add(two, 2);
      await assert.rejects(gitIn(two.top, 'push', 'origin', 'points'), /rejected/);
      await pushBranch(two, 'points', 'origin');
      await add(one, 3);
      await pushBranch(one, 'points', 'origin');
      const reader = await repository(join(dir, 'reader'));
      await gitIn(reader.top, 'remote', 'add', 'origin', bare);
      const pushed = async (): Promise<number[]> => {
        await gitIn(reader.top, 'fetch', '--quiet', 'origin');
        return await numbersIn(reader);
      };
      assert.deepEqual(await pushed(), [1, 2, 3]);
      // Both at one time.
      const writers = [one, two].map(({ top }, at) =>
        startWriter({ kind: 'branch', where: top, first: 10 + at * 10, count: 2, remote: 'origin' }),
      );
      assert.deepEqual((await Promise.all(writers.map((writer) => writer.kept))).flat(), [10, 11, 20, 21]);
      assert.deepEqual(await pushed(), [1, 2, 3, 10, 11, 20, 21]);
    }));

  it('keeps the point here when the remote cannot be reached, and says so', () =>
    inTemp(async (top) => {
      const place = await repository(top);
      await gitIn(top, 'remote', 'add', 'origin', join(top, 'nowhere'));
      await add(place, 1);
      await failsWith(pushBranch(place, 'points', 'origin'), 'HISTORY_GIT', 3);
      assert.deepEqual(await numbersIn(place), [1]);
    }));

  it('names a damaged file and reads the others', () =>
    inTemp(async (top) => {
      const place = await repository(top);
      await add(place, 1);
      const name = `${'0'.repeat(64)}.json`;
      await addToBranch(place, 'points', { name, text: '{}' });
      const { points, damage } = await readBranch(place, 'points');
      assert.equal(points.length, 1);
      assert.match(damage.join(), /^points\/0000.* is damaged/);
    }));
});

// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gitIn } from '../support/git.js';
import { commitsBetween } from '../../harness/bisect/history.js';

const { signal } = new AbortController();

describe('commits between good and bad', () => {
  let folder = '';
  let top = '';

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lupine-bench-history-'));
    top = join(folder, 'project');
    await mkdir(join(top, 'sub'), { recursive: true });
    await git('init', '--quiet', '--initial-branch=main');
    for (const name of ['one', 'two', 'three']) await commit(name);
    await git('checkout', '--quiet', '-b', 'side', 'HEAD~1');
    await commit('aside', 'other');
    await git('checkout', '--quiet', 'main');
    await git('merge', '--quiet', '--no-edit', '--no-ff', '-m', 'merge', 'side');
    await commit('four \u001b[31m');
    await git('checkout', '--quiet', '--orphan', 'alone');
    await commit('alone');
    await git('checkout', '--quiet', 'main');
  });

  after(() => rm(folder, { recursive: true }));

  const git = (...args: string[]) => gitIn(top, ...args);
  const commit = async (name: string, file = 'file'): Promise<void> => {
    await writeFile(join(top, 'sub', file), name);
    await git('add', '--all');
    await git('commit', '--quiet', '--no-verify', '-m', name);
  };
  const titles = async (good: string, bad: string): Promise<string[]> =>
    (await commitsBetween({ top }, good, bad, signal)).map(({ title }) => title.slice(13));

  it('are in order, with good and bad', async () =>
    assert.deepEqual(await titles('main~3', 'main~1'), ['two', 'three', 'merge']));
  it('are one step for a merge, and printable', async () =>
    assert.deepEqual(await titles('main~4', 'main'), ['one', 'two', 'three', 'merge', 'four \\x1b[31m']));
  it('all come after good, also when it was merged', async () =>
    assert.deepEqual(await titles('side', 'main'), ['aside', 'merge', 'four \\x1b[31m']));
  it('are not there when bad does not come after good', async () => {
    await assert.rejects(commitsBetween({ top }, 'main', 'main~1', signal), {
      code: 'BISECT_UNRELATED',
      exit: 2,
    });
    await assert.rejects(commitsBetween({ top }, 'alone', 'main', signal), {
      code: 'BISECT_UNRELATED',
      exit: 2,
    });
    await assert.rejects(commitsBetween({ top }, 'main', 'main', signal), {
      code: 'BISECT_UNRELATED',
      exit: 2,
    });
  });
});

// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { checkOut, commitsBetween, findRepository } from '../../harness/bisect/history.js';

const { signal } = new AbortController();

const ME = {
  GIT_AUTHOR_NAME: 'me',
  GIT_AUTHOR_EMAIL: 'me@example.org',
  GIT_COMMITTER_NAME: 'me',
  GIT_COMMITTER_EMAIL: 'me@example.org',
};

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

  const git = async (...args: string[]): Promise<string> =>
    (await execa('git', ['-C', top, '-c', 'commit.gpgsign=false', ...args], { env: ME })).stdout;
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
  it('have names that git knows', async () => {
    for (const ref of ['nothing', '--output=/tmp/x', 'main:sub/file', '']) {
      await assert.rejects(commitsBetween({ top }, ref, 'main', signal), { code: 'BISECT_REF', exit: 2 });
    }
  });
  it('are of the repository that a folder is in', async () => {
    assert.deepEqual(await findRepository(join(top, 'sub'), signal), { top, prefix: 'sub/' });
    assert.deepEqual(await findRepository(top, signal), { top, prefix: '' });
    await assert.rejects(findRepository(folder, signal), { code: 'BISECT_NO_GIT', exit: 2 });
  });
  it('are written out elsewhere, and leave no trace in the repository', async () => {
    const trace = async (): Promise<string[]> =>
      (await readdir(join(top, '.git'), { recursive: true })).sort();
    await writeFile(join(top, 'sub', 'file'), 'not committed');
    const before = await trace();
    const out = join(folder, 'out');
    for (const [ref, text] of [
      ['main~4', 'one'],
      ['main~3', 'two'],
    ] as const) {
      const [first] = await commitsBetween({ top }, ref, 'main', signal);
      assert.ok(first);
      await checkOut({ top }, first, out, signal);
      assert.equal(await readFile(join(out, 'sub', 'file'), 'utf8'), text);
      assert.deepEqual(await readdir(out), ['sub']);
    }
    assert.deepEqual(await trace(), before);
    assert.equal(await readFile(join(top, 'sub', 'file'), 'utf8'), 'not committed');
    assert.deepEqual((await readdir(folder)).sort(), ['out', 'project']);
    await git('checkout', '--quiet', '.');
  });
  it('cannot be written out when they are not there', async () =>
    assert.rejects(checkOut({ top }, { id: '0'.repeat(40) }, join(folder, 'out2'), signal), {
      ...{ code: 'BISECT_CHECKOUT', exit: 3 },
    }));
});

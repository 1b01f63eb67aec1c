// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXIT } from '../../harness/core/errors.js';
import { checkOut, inCheckout } from '../../harness/revision/checkout.js';
import { findRepository, findRevision, requireClean } from '../../harness/revision/repository.js';
import { failsWith } from '../support/errors.js';
import { commitAll, gitIn } from '../support/git.js';
import { writeFiles } from '../support/project.js';

const { signal } = new AbortController();

describe('a commit of a repository', () => {
  let folder = '';
  let top = '';
  let first = '';

  before(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'lupine-bench-revision-')));
    top = join(folder, 'project');
    await writeFiles(top, { 'sub/file': 'one', other: '' });
    await gitIn(top, 'init', '--quiet', '--initial-branch=main');
    first = await commitAll(top, 'one');
    await writeFiles(top, { 'sub/file': 'two' });
    await commitAll(top, 'two');
  });
  after(() => rm(folder, { recursive: true }));

  const clean = async (ref: string, prefix = 'sub/', except: string[] = []): Promise<void> => {
    await requireClean({ top, prefix }, await findRevision({ top }, ref, signal), except, signal);
  };

  it('is of the repository that a folder is in', async () => {
    assert.deepEqual(await findRepository(join(top, 'sub'), signal), { top, prefix: 'sub/' });
    assert.deepEqual(await findRepository(top, signal), { top, prefix: '' });
    await failsWith(findRepository(folder, signal), 'REVISION_NO_GIT', EXIT.usage);
    await failsWith(findRepository(join(top, '.git'), signal), 'REVISION_NO_GIT', EXIT.usage);
  });
  it('has a name that git knows', async () => {
    assert.deepEqual(await findRevision({ top }, 'main~1', signal), { ref: 'main~1', id: first });
    for (const ref of ['nothing', '--output=/tmp/x', 'main:sub/file', '', 'main~9'])
      await failsWith(findRevision({ top }, ref, signal), 'REVISION_UNKNOWN', EXIT.usage);
  });
  it('may be one that a shallow clone lacks', async () => {
    const clone = join(folder, 'clone');
    await gitIn(folder, 'clone', '--quiet', '--depth=1', `file://${top}`, clone);
    assert.equal((await findRevision({ top: clone }, 'main', signal)).ref, 'main');
    for (const ref of ['main~1', first, 'v1'])
      await failsWith(
        findRevision({ top: clone }, ref, signal),
        'REVISION_SHALLOW',
        EXIT.usage,
        /shallow clone/,
      );
  });
  it('is refused by a name that moves while its project has changes that no commit has', async () => {
    await clean('main');
    await writeFile(join(top, 'sub', 'file'), 'changed');
    await failsWith(clean('main'), 'REVISION_DIRTY', EXIT.usage, /in no commit: sub\/file\.$/);
    await failsWith(clean('HEAD', ''), 'REVISION_DIRTY', EXIT.usage);
    await clean('main~1');
    await clean((await gitIn(top, 'rev-parse', 'HEAD')).slice(0, 9));
    await gitIn(top, 'checkout', '--quiet', '.');
    await writeFiles(top, { 'sub/new': '', 'sub/results/run': '' });
    await failsWith(clean('main'), 'REVISION_DIRTY', EXIT.usage, /sub\/new and 1 more/);
    await rm(join(top, 'sub', 'new'));
    await clean('main', 'sub/', ['sub/results']);
    await rm(join(top, 'sub', 'results'), { recursive: true });
  });
  it('is written out elsewhere, and leaves no trace in the repository', async () => {
    const trace = async (): Promise<string[]> =>
      (await readdir(join(top, '.git'), { recursive: true })).sort();
    await writeFile(join(top, 'sub', 'file'), 'not committed');
    const before = await trace();
    let place = '';
    for (const [ref, text] of [
      ['main~1', 'one'],
      ['main', 'two'],
    ] as const) {
      await inCheckout({ top }, await findRevision({ top }, ref, signal), signal, async (files) => {
        place = files;
        assert.equal(await readFile(join(files, 'sub', 'file'), 'utf8'), text);
        assert.deepEqual((await readdir(files)).sort(), ['other', 'sub']);
      });
      await assert.rejects(readdir(join(place, '..')), { code: 'ENOENT' });
    }
    assert.deepEqual(await trace(), before);
    assert.equal(await readFile(join(top, 'sub', 'file'), 'utf8'), 'not committed');
    await gitIn(top, 'checkout', '--quiet', '.');
  });
  it('cannot be written out when it is not there', () =>
    failsWith(
      checkOut({ top }, { id: '0'.repeat(40) }, join(folder, 'out'), signal),
      'REVISION_CHECKOUT',
      EXIT.couldNotMeasure,
    ));
  it('has the files of a submodule as they were, where the user has it', async () => {
    const library = join(folder, 'library');
    await writeFiles(library, { text: 'old' });
    await gitIn(library, 'init', '--quiet', '--initial-branch=main');
    const commit = await commitAll(library, 'old');
    await gitIn(top, 'submodule', '--quiet', 'add', library, 'library');
    const added = await commitAll(top, 'a submodule');
    await writeFiles(join(top, 'library'), { text: 'new' });
    await commitAll(join(top, 'library'), 'new');
    const read = (repository: string): Promise<string[]> =>
      inCheckout({ top: repository }, { id: added }, signal, async (files) => {
        const names = await readdir(join(files, 'library'));
        return await Promise.all(names.map((name) => readFile(join(files, 'library', name), 'utf8')));
      });
    assert.deepEqual(
      (await read(top)).filter((text) => !text.startsWith('gitdir')),
      ['old'],
    );
    const clone = join(folder, 'without');
    await gitIn(folder, 'clone', '--quiet', top, clone);
    assert.deepEqual(await read(clone), []);
    await gitIn(join(clone, 'library'), 'init', '--quiet');
    await failsWith(read(clone), 'REVISION_SUBMODULE', EXIT.usage, new RegExp(commit.slice(0, 12)));
  });
});

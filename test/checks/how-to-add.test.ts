// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packagePath } from '../../harness/core/paths.js';
import { type ProjectCopy, copyProject } from '../support/project-copy.js';
import { FILE_ADDITIONS } from './additions/files.js';
import { WORKLOAD_ADDITION } from './additions/workload.js';

/** The files that the list for a kind of addition has one write, in order. */
async function filesOfList(kind: string): Promise<string[]> {
  const text = await readFile(packagePath('CONTRIBUTING.md'), 'utf8');
  const [, list = ''] = text.split(`**… ${kind}**`);
  const [own = ''] = list.split('\n**…');
  return [...own.matchAll(/^\d+\. `([^`]+)`:/gm)].map(([, path = '']) => path);
}

describe('the lists of CONTRIBUTING.md', function () {
  this.timeout(120_000);
  // One for all: what is added for one list must not hide what another lacks, and each has files of its own.
  let copy: ProjectCopy;
  before(async () => {
    copy = await copyProject(await mkdtemp(join(tmpdir(), 'lupine test-')));
  });
  after(() => rm(copy.dir, { recursive: true, force: true }));

  for (const { kind, name, files, check } of [...FILE_ADDITIONS, WORKLOAD_ADDITION]) {
    it(`say all that it takes to add ${kind}`, async () => {
      assert.deepEqual(Object.keys(files), await filesOfList(kind));
      for (const [path, change] of Object.entries(files)) {
        await copy.write(path.replaceAll('<name>', name), change);
      }
      await check(copy);
    });
  }

  it('are read as they stand: a list without a file has none', async () =>
    assert.deepEqual(await filesOfList('a VMM'), []));
});

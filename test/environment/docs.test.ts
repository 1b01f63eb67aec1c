// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packagePath } from '../../harness/core/paths.js';
import { inProject } from '../support/project.js';

describe('docs/project.md', () => {
  it('shows project files that can be used', async () => {
    const text = await readFile(packagePath('docs', 'project.md'), 'utf8');
    const blocks = [...text.matchAll(/```yaml\n(.*?)```/gs)].map(([, block = '']) => block);
    assert.ok(blocks.length >= 5);
    for (const block of blocks) {
      await inProject([block], {}, async (dir, environment) => {
        for (const folder of ['apps', 'scenarios']) await mkdir(join(dir, folder));
        const { project, catalogue } = await environment();
        for (const { name } of project?.systems ?? []) assert.equal(catalogue.resolve(name).name, name);
      });
    }
  });
});

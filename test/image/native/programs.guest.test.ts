// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { sha256File } from '../../../harness/core/files.js';
import { buildProgram, gatherIngredients, makePrograms } from '../../../harness/image/native/programs.js';
import { recipeOf } from '../../../harness/image/native/recipes.js';
import { inTemp } from '../../support/temp.js';

describe('programs with the patched C library', function () {
  this.timeout(600_000);

  it('are the same bytes wherever they are built', () =>
    inTemp(async (dir) => {
      for (const program of ['hello-musl', 'micro'] as const) {
        const parts = await gatherIngredients(recipeOf(program));
        const digests: string[] = [];
        for (const name of ['a', 'b']) {
          const into = join(dir, `${program} ${name}`);
          await mkdir(into);
          await makePrograms(parts, into);
          digests.push(await sha256File(join(into, program)));
        }
        assert.equal(digests[0], digests[1], program);
        assert.equal(digests[0], (await buildProgram(program)).file.sha256, program);
      }
    }));

  it('say what they were built from', async () => {
    const { packages } = await buildProgram('hello-musl');
    const [musl, ...others] = packages;
    assert.deepEqual([musl?.name, others], ['musl (source)', []]);
    assert.match(musl?.sha256 ?? '', /^[0-9a-f]{64}$/);
    assert.equal(Object.keys(musl?.source?.patches ?? {}).length, 3);
  });

  it('hello prints its line and hands over its counter', async () => {
    const { file } = await buildProgram('hello-musl');
    const { stdio } = await execa(file.path, {
      env: { LUPINE_TSC_FD: '3' },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      encoding: 'buffer',
    });
    assert.equal(Buffer.from(stdio[1]).toString(), 'Hello, world!');
    assert.equal(stdio[3].length, 8);
  });

  it('carry no path of this machine', async () => {
    for (const program of ['hello-musl', 'micro'] as const) {
      const { file } = await buildProgram(program);
      assert.doesNotMatch(
        (await readFile(file.path)).toString('latin1'),
        /lupine-native|\.cache|\/include\//,
      );
    }
  });
});

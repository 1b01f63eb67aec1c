// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packagePath } from '../../harness/core/paths.js';
import { commitAll, gitIn } from '../support/git.js';
import { KERNEL_TIMEOUT } from '../support/guest.js';
import { needKernels } from '../support/kernels.js';
import { writeFiles } from '../support/project.js';
import { runnerIn } from '../support/runner.js';
import { inTemp } from '../support/temp.js';

describe('the job that makes the site', function () {
  this.timeout(KERNEL_TIMEOUT);
  before(() => needKernels('lupine-hello'));

  it('adds each commit to the history of origin, and shows all of them', () =>
    inTemp(async (dir) => {
      const work = join(dir, 'work');
      await gitIn(dir, 'init', '--quiet', '--bare', '--initial-branch=main', 'origin.git');
      const runner = await runnerIn(join(dir, 'runner'));
      await runner.program('make', 'exit 0');
      const env = {
        LUPINE_SCENARIOS: 'boot',
        LUPINE_OPTIONS: '--app hello --system lupine-hello --boots 1',
        LUPINE_BENCH_CACHE:
          process.env['LUPINE_BENCH_CACHE'] ?? join(process.env['HOME'] ?? '', '.cache/lupine-bench'),
      };
      for (const message of ['one', 'two']) {
        // Each job has a clone of its own.
        await gitIn(dir, 'clone', '--quiet', 'origin.git', `${work}-${message}`);
        await writeFiles(`${work}-${message}`, { '.gitignore': 'results/\nsite/\n', message });
        const commit = await commitAll(`${work}-${message}`, message);
        await gitIn(`${work}-${message}`, 'push', '--quiet', 'origin', 'HEAD:main');
        const script = `bash ${packagePath('.ci', 'site')}`;
        const { exitCode, stdout, stderr } = await runner.step(script, `${work}-${message}`, env);
        assert.equal(exitCode, 0, stderr);
        assert.match(
          stdout,
          new RegExp(`is now in the branch benchmarks, at ${commit.slice(0, 12)} ${message}`),
        );
      }
      const points = (await gitIn(join(dir, 'origin.git'), 'ls-tree', '--name-only', 'benchmarks')).split(
        '\n',
      );
      assert.equal(points.filter((name) => /^[0-9a-f]{64}\.json$/.test(name)).length, 2);
      const page = await readFile(join(`${work}-two`, 'site', 'index.html'), 'utf8');
      assert.match(page, /Boot to the first instruction of PID 1/);
    }));
});

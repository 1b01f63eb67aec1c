// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { BisectDocument } from '../../../harness/bisect/document.js';
import { EXIT } from '../../../harness/core/errors.js';
import { burning, inGitProject } from '../../support/git-project.js';
import { KERNEL_TIMEOUT } from '../../support/guest.js';
import { needKernels } from '../../support/kernels.js';

const CELL = ['boot.ready', '--scenario', 'start', '--app', 'burn'];

describe('lupine-bench bisect', function () {
  this.timeout(KERNEL_TIMEOUT);
  before(() => needKernels('lupine-hello'));

  it('names the commit that made an app slower, beside one that cannot be measured; and remembers', () =>
    inGitProject(async ({ dir, commit, bench }) => {
      await commit('fast', burning(1000));
      await commit('a remark', { notes: 'one' });
      await commit('a file that is missing', burning(1000, 'gone'));
      await commit('the file again', burning(1000));
      await commit('more rounds', burning(400_000));
      await commit('another remark', { notes: 'two' });
      const ends = ['--good', 'HEAD~5', '--bad', 'HEAD'];
      const { exitCode, stdout, stderr } = await bench('bisect', ...CELL, ...ends, '--json');
      assert.equal(exitCode, EXIT.ok, stderr);
      const { points, findings, rest } = JSON.parse(stdout) as BisectDocument;
      const [finding, another] = findings;
      assert.equal(another, undefined);
      assert.equal(finding?.kind, 'step');
      assert.match(points[finding.after]?.title ?? '', /^[0-9a-f]{12} more rounds$/);
      assert.ok(finding.difference > 399_000 && finding.difference < 1_700_000, `${finding.difference}`);
      assert.equal(rest, 0, 'nothing else changed by one instruction');
      assert.match(
        points[2]?.skipped ?? '',
        /^REVISION_PROJECT: .* ROOTFS_SOURCE: [0-9a-f]{12}:gone cannot be read/,
      );
      const [search = ''] = await readdir(join(dir, 'results'));
      const runs = (): Promise<string[]> => readdir(join(dir, 'results', search, 'runs'));
      const before = await runs();
      assert.equal((await bench('bisect', ...CELL, ...ends, '--json')).stdout, stdout);
      assert.deepEqual(await runs(), before, 'nothing is booted again');
    }));

  it('says that there are two or more', () =>
    inGitProject(async ({ commit, bench }) => {
      await commit('fast', burning(1000));
      await commit('more rounds', burning(200_000));
      await commit('a remark', { notes: 'one' });
      await commit('still more rounds', burning(400_000));
      const { exitCode, stdout, stderr } = await bench(
        'bisect',
        ...CELL,
        '--good',
        'HEAD~3',
        '--bad',
        'HEAD',
      );
      assert.equal(exitCode, EXIT.ok, stderr);
      assert.match(stdout, /[Tt]wo or more/);
      for (const title of ['more rounds', 'still more rounds'])
        assert.match(stdout, new RegExp(`[0-9a-f]{12} ${title}`));
      assert.doesNotMatch(stdout, /a remark/);
    }));
});

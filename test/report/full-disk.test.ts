// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../harness/core/paths.js';
import { onSmallDisk } from '../support/small-disk.js';
import { inTemp } from '../support/temp.js';

const MAIN = join(packageRoot, 'dist', 'harness', 'cli', 'main.js');
const LOG = '"SET","80000.00"\n"GET","82000.00"\n';

describe('a full disk', function () {
  this.timeout(120_000);

  for (const [what, size, file] of [
    ['while the boots are written', '24k', /(?:boots|console)\/\d+\.\w+ could not be written/],
    ['while the page is written', '80k', /(?:run\.json|index\.html) could not be written/],
    ['while the charts are written', '150k', /report\/charts\/[\w.-]+ could not be written/],
  ] as const) {
    it(`${what} is named with its file and what to do, exit 3, without a stack trace`, () =>
      inTemp(async (dir) => {
        const [logs, disk] = [join(dir, 'logs'), join(dir, 'disk')];
        for (const folder of [logs, disk]) await mkdir(folder);
        for (const [n, system] of ['microvm', 'osv'].entries())
          await writeFile(join(logs, system), LOG.repeat(n + 2));
        const systems = ['microvm', 'osv'].map((system) => `${system}=${join(logs, system)}`);
        const command = ['node', MAIN, 'import', ...systems, '--out', disk, '--quiet'];
        const { exitCode, stderr, stdout } = await onSmallDisk(disk, size, command);
        assert.equal(exitCode, 3, stderr);
        assert.match(stderr, /^error DISK_FULL: .*ENOSPC.*\n {2}next: Free space on that file system.*\n?$/);
        assert.match(stderr, file);
        assert.equal(stdout, '');
      }));
  }
});

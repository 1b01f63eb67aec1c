// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../harness/core/paths.js';
import { onSmallDisk } from '../support/small-disk.js';
import { inTemp } from '../support/temp.js';

const MAIN = join(packageRoot, 'dist', 'harness', 'cli', 'main.js');
const LOG =
  '"test","rps","avg_latency_ms","min_latency_ms","p50_latency_ms","p95_latency_ms","p99_latency_ms","max_latency_ms"\n' +
  '"SET","80000.00","0.5","0.1","0.407","0.5","0.9","1.0"\n"GET","82000.00","0.5","0.1","0.399","0.5","0.8","1.0"\n';

describe('a full disk', function () {
  this.timeout(120_000);

  for (const [what, size, file] of [
    ['while the boots are written', '24k', /(?:boots|console)\/\d+\.\w+ could not be written/],
    ['while the page is written', '120k', /(?:run\.json|index\.html) could not be written/],
    ['while the charts are written', '300k', /report\/charts\/[\w.-]+ could not be written/],
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

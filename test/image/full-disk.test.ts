// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { packagePath } from '../../harness/core/paths.js';
import { onSmallDisk } from '../support/small-disk.js';
import { inTemp } from '../support/temp.js';

const SCRIPT = packagePath('dist', 'test', 'support', 'scripts', 'write-image.js');

/** What the script says that writes an image on a disk of this size. */
async function written(kind: string, size: string): Promise<string> {
  return await inTemp(async (dir) => {
    const [disk, elsewhere] = [join(dir, 'disk'), join(dir, 'elsewhere')];
    for (const folder of [disk, elsewhere]) await mkdir(folder);
    const { stdout, stderr } = await onSmallDisk(disk, size, ['node', SCRIPT, kind, disk, elsewhere]);
    assert.equal(stderr, '');
    return stdout;
  });
}

describe('a disk that is full while an image is written', function () {
  this.timeout(60_000);

  for (const [kind, what] of [
    ['disk', 'the disk of a guest of OSv'],
    ['memory', 'a kernel of OSv with files in it'],
    ['packed', 'a kernel of OSv that was packed'],
    ['package', 'the kernel of a package'],
  ] as const)
    it(`${what} is named with what makes room, and nothing half-written is kept`, async () => {
      assert.match(await written(kind, '8m'), /^written\n/);
      const [said = '', next = '', left] = (await written(kind, '1m')).split('\n');
      assert.match(said, /^DISK_FULL exit 3 .*no space left to make: (image|kernel) of /);
      assert.match(next, /`lupine-bench cache prune`/);
      assert.equal(left, 'left: ');
    });
});

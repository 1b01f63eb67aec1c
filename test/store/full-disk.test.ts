// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { packagePath } from '../../harness/core/paths.js';
import { onSmallDisk } from '../support/small-disk.js';
import { CONTENT, placeAt, pushTest } from '../support/stored.js';
import { inTemp } from '../support/temp.js';

describe('a store and a disk that is full', function () {
  this.timeout(60_000);

  it('is a full disk, which names what makes room, and not a fault of the store', () =>
    inTemp(async (dir) => {
      const [store, disk] = [join(dir, 'store'), join(dir, 'disk')];
      await mkdir(store);
      await mkdir(disk);
      // Not zeros, which take no room.
      const content = { ...CONTENT, 'vmlinux.linked': Buffer.alloc(1_500_000, 'kernel ') };
      await pushTest(dir, placeAt(store), 'one', content);
      const script = packagePath('dist', 'test', 'support', 'scripts', 'fetch-entry.js');
      const { stdout, stderr } = await onSmallDisk(disk, '600k', ['node', script, disk, store]);
      assert.match(stdout, /^DISK_FULL exit 3 .*\n.*`lupine-bench cache prune`/, stderr);
    }));
});

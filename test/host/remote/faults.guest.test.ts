// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { execa } from 'execa';
import { packagePath } from '../../../harness/core/paths.js';
import { FAULTS } from '../../support/fault-rig.js';
import { KERNEL_TIMEOUT } from '../../support/guest.js';

describe('a host of two coordinators on which everything fails once', function () {
  this.timeout(KERNEL_TIMEOUT);

  it('has no wrong value, no two at a time, nothing left and all its settings in the end', async () => {
    const script = packagePath('dist', 'test', 'evaluation', 'faults.js');
    const kinds = Object.keys(FAULTS);
    const { stdout } = await execa(process.execPath, [script, `${kinds.length}`]);
    for (const kind of kinds) assert.ok(stdout.includes(`    1  ${kind}\n`), `${kind}\n${stdout}`);
    assert.match(stdout, /0 wrong, 0 at the same time, 0 processes left, 0 settings not restored/);
  });
});

// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { createRun } from '../../../harness/run/folder.js';
import { makeBoots } from '../../../harness/run/run.js';
import { silent } from '../../../harness/core/progress.js';
import { benchHere } from '../../support/cli-here.js';
import { scriptedHost } from '../../support/scripted-host.js';
import { scriptedImages } from '../../support/scripted-images.js';
import { withScriptedRun } from '../../support/scripted-run.js';

describe('runs under QEMU of two versions', function () {
  this.timeout(120_000);

  it('say which, and are not compared: both are named', () =>
    withScriptedRun({ clock: 'wall' }, async ({ make, folder, plan }) => {
      const hostWith = (version: string) => scriptedHost(() => ({ vmmNs: version.length }), { version });
      await make({ host: hostWith('7.2.22 (Debian 1:7.2)') });
      const other = await createRun(join(folder.dir, '..'), plan, new Date(0));
      const { signal } = new AbortController();
      await makeBoots(other, plan, {
        ...{ host: hostWith('9.1.0'), images: scriptedImages(), progress: silent, signal },
      });
      const { exitCode, stdout } = await benchHere(['compare', folder.dir, other.dir]);
      assert.equal(exitCode, 5);
      assert.match(stdout.replaceAll(/\s+/g, ' '), /monitor.*qemu 7\.2\.22.*qemu 9\.1\.0/);
    }));
});

// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { EXIT } from '../../../harness/core/errors.js';
import { askKeeper } from '../../../harness/host/keeper/ask.js';
import { buildKeeper } from '../../../harness/host/keeper/helper.js';
import { lifeOf } from '../../../harness/host/remote/life.js';
import { shellHere } from '../../../harness/remote/here.js';
import { failsWith } from '../../support/errors.js';
import { inTemp } from '../../support/temp.js';

describe('a boot on a host that was started again', () => {
  it('is not begun, and not followed: what the host was set to is gone', () =>
    inTemp(async (state) => {
      const shell = shellHere('rack');
      const dir = join(state, 'boot');
      const boot = { shell, keeper: await buildKeeper(), dir, life: 'that of yesterday' };
      const files = { most: () => undefined, take: () => Promise.resolve() };
      const { signal } = new AbortController();
      for (const job of [Buffer.alloc(300_000), undefined]) {
        const asked = askKeeper(boot, { job, from: 0, limit: 10, files, signal });
        await failsWith(asked, 'HOST_REBOOTED', EXIT.couldNotMeasure, /rack was started again/);
      }
      assert.ok(!existsSync(dir));
      const now = await lifeOf(shell);
      assert.match(now, /^[0-9a-f]{8}-/);
      // In its own life it is the job that is looked at.
      const own = askKeeper(
        { ...boot, life: now },
        { job: Buffer.from('x'), from: 0, limit: 10, files, signal },
      );
      await failsWith(own, 'KEEPER_FAILED', EXIT.couldNotMeasure);
    }));
});

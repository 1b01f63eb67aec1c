// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { acquireLock, tryLock } from '../../harness/core/lock.js';
import { inTemp } from '../support/temp.js';

describe('lock', () => {
  it('is exclusive and can be taken again after its release', () =>
    inTemp(async (dir) => {
      const path = join(dir, 'a lock');
      const held = await acquireLock(path);
      assert.equal(await tryLock(path), undefined);
      await held.release();
      const again = await tryLock(path);
      assert.notEqual(again, undefined);
      await again?.release();
    }));

  it('says that it waits, and stops waiting when told to', () =>
    inTemp(async (dir) => {
      const path = join(dir, 'lock');
      const held = await acquireLock(path);
      const stop = new AbortController();
      let waited = 0;
      const waiting = acquireLock(path, stop.signal, () => {
        waited += 1;
        setTimeout(() => {
          stop.abort();
        }, 50);
      });
      await assert.rejects(waiting, { name: 'AbortError' });
      assert.equal(waited, 1);
      await held.release();
    }));
});

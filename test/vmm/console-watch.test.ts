// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { watchConsole } from '../../harness/vmm/console-watch.js';
import type { ConsoleWatch } from '../../harness/vmm/types.js';
import { inTemp } from '../support/temp.js';

/** A watch that keeps what it gets, and calls a guest lost that has printed a text. */
function keeping(lost = '\0'): ConsoleWatch & { readonly got: Buffer[] } {
  const got: Buffer[] = [];
  return {
    got,
    take: (chunk) => void got.push(Buffer.from(chunk)),
    isLost: () => Buffer.concat(got).includes(lost),
  };
}

describe('a console that is watched', () => {
  it('is read as it grows, each byte once, and never after the end', () =>
    inTemp(async (dir) => {
      const consolePath = join(dir, 'console');
      const watch = keeping();
      const over = new AbortController();
      const watching = watchConsole({ consolePath, watch }, over.signal);
      // It is not there at first.
      await setTimeout(700);
      await writeFile(consolePath, 'a'.repeat(200_000));
      await setTimeout(700);
      await appendFile(consolePath, 'b');
      await setTimeout(700);
      over.abort();
      assert.equal(await watching, undefined);
      assert.equal(Buffer.concat(watch.got).toString(), `${'a'.repeat(200_000)}b`);
    }));

  it('is that of a lost guest at the second look', () =>
    inTemp(async (dir) => {
      const consolePath = join(dir, 'console');
      await writeFile(consolePath, 'Kernel panic');
      const over = new AbortController();
      assert.equal(await watchConsole({ consolePath, watch: keeping('panic') }, over.signal), 'lost');
    }));

  it('is over when it is longer than it may be, and what is beyond is not looked at', () =>
    inTemp(async (dir) => {
      const consolePath = join(dir, 'console');
      await writeFile(consolePath, Buffer.alloc(1_000_001));
      const watch = keeping();
      const over = new AbortController();
      const limits = { consolePath, consoleBytes: 1_000_000, watch };
      assert.equal(await watchConsole(limits, over.signal), 'console-limit');
      assert.ok(Buffer.concat(watch.got).length <= 1_000_000);
    }));

  it('ends in what its watch throws: nobody else would hear of it', () =>
    inTemp(async (dir) => {
      const consolePath = join(dir, 'console');
      await writeFile(consolePath, 'text');
      const take = (): never => {
        throw new Error('defect');
      };
      const watch = { take, isLost: () => false };
      await assert.rejects(watchConsole({ consolePath, watch }, new AbortController().signal), /defect/);
    }));

  it('that cannot be read is an error too', () =>
    inTemp(async (dir) => {
      await assert.rejects(watchConsole({ consolePath: dir }, new AbortController().signal), {
        code: 'EISDIR',
      });
    }));
});

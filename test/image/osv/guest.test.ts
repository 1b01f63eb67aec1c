// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { execa } from 'execa';
import { readDynamics } from '../../../harness/image/elf/dynamics.js';
import { buildOsvGuest } from '../../../harness/image/osv/guest.js';
import { inTemp, withCache } from '../../support/temp.js';

describe('programs for OSv', function () {
  this.timeout(60_000);

  it('are the same bytes wherever they are built, small, and need the C library alone', () =>
    inTemp(async (dir) => {
      const build = (name: string): ReturnType<typeof buildOsvGuest> =>
        withCache(join(dir, name), () => buildOsvGuest());
      const [first, second] = [await build('a'), await build('b')];
      for (const name of ['hello', 'mark', 'waitport', 'off'] as const) {
        const bytes = await readFile(first[name]);
        assert.ok(bytes.equals(await readFile(second[name])), name);
        assert.equal(bytes.readUInt16LE(16), 3, 'position-independent');
        assert.deepEqual(readDynamics(bytes)?.needed, ['libc.so.6']);
        assert.ok(bytes.length < 20_000, `${name} has ${bytes.length} bytes`);
      }
    }));

  it('hello prints its counter and its line, mark its words and a counter', async () => {
    const { hello, mark } = await buildOsvGuest();
    assert.match((await execa(hello)).stdout, /^lupine main \d+\nHello, world!$/);
    assert.match((await execa(mark, ['begin', 'get'])).stdout, /^lupine begin get \d+$/);
    const long = await execa(mark, ['x'.repeat(500)], { reject: false });
    assert.deepEqual([long.exitCode, long.stdout], [2, '']);
  });

  it('waitport says when somebody takes connections', async () => {
    const { waitport } = await buildOsvGuest();
    const server = createServer((socket) => socket.destroy());
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        resolve((server.address() as AddressInfo).port);
      });
    });
    try {
      assert.match((await execa(waitport, [String(port), '5'])).stdout, /^lupine ready \d+$/);
    } finally {
      server.close();
    }
    for (const args of [['0', '1'], ['70000', '1'], ['80'], ['80', '0']]) {
      const { exitCode, stderr } = await execa(waitport, args, { reject: false });
      assert.deepEqual([exitCode, stderr], [2, 'usage: waitport PORT SECONDS']);
    }
  });
});

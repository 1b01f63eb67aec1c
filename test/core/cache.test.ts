// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdir, open, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { type CacheRequest, cached } from '../../harness/core/cache.js';
import { packagePath } from '../../harness/core/paths.js';
import { inTemp, withCache } from '../support/temp.js';

const request = (inputs: string, build: CacheRequest['build']): CacheRequest => ({
  kind: 'guest',
  label: 'a test entry',
  inputs,
  build,
});

const inCache = (test: (dir: string) => Promise<void>) => (): Promise<void> =>
  inTemp((dir) => withCache(dir, () => test(dir)));

/** A program in a process of its own: what it does to the cache, another process must see. */
const script = (name: string): string => packagePath('dist', 'test', 'support', 'scripts', name);

describe('cache', () => {
  it(
    'builds an entry once and finds it again',
    inCache(async () => {
      let built = 0;
      const make = request('one', async (dir) => {
        built += 1;
        await writeFile(join(dir, 'file'), 'content');
      });
      const first = await cached(make);
      const second = await cached(make);
      assert.deepEqual([first.hit, second.hit, built], [false, true, 1]);
      assert.equal(await readFile(join(second.dir, 'file'), 'utf8'), 'content');
    }),
  );

  it(
    'leaves nothing behind when a build fails',
    inCache(async (dir) => {
      const failing = request('two', async (partial) => {
        await writeFile(join(partial, 'half'), 'x');
        throw new Error('compiler error');
      });
      await assert.rejects(cached(failing), /compiler error/);
      const left = (await readdir(join(dir, 'guest'))).filter((name) => !name.endsWith('.lock'));
      assert.deepEqual(left, []);
    }),
  );

  it(
    'notices a flipped byte, sets the entry aside and builds it again',
    inCache(async () => {
      const run = (): Promise<string> =>
        execa('node', [script('cache-entry.js')]).then(({ stdout }) => stdout);
      assert.match(await run(), /^built /);
      const again = await run();
      assert.match(again, /^hit /);
      const file = await open(join(again.slice('hit '.length), 'image'), 'r+');
      await file.write(Buffer.of(0xff), 0, 1, 3);
      await file.close();
      const repaired = await run();
      assert.match(repaired, /^damaged .*image has SHA-256 .*\nbuilt /);
    }),
  );

  it(
    'lets the second process wait for the first and use its entry',
    inCache(async () => {
      const run = (): Promise<string> =>
        execa('node', [script('cache-entry.js')]).then(({ stdout }) => stdout);
      const outputs = await Promise.all([run(), run()]);
      const words = outputs.map((text) => text.split('\n').at(-1)?.split(' ')[0]).sort();
      assert.deepEqual(words, ['built', 'hit']);
    }),
  );

  it(
    'keeps no half-built entry when its builder is killed',
    inCache(async (dir) => {
      const child = execa('node', [script('cache-entry.js'), 'slow'], { reject: false });
      await new Promise((resolve) => child.stdout.once('data', resolve));
      child.kill('SIGKILL');
      await child;
      const { stdout } = await execa('node', [script('cache-entry.js')]);
      assert.match(stdout, /^built /);
      const entries = (await readdir(join(dir, 'guest'))).filter((name) => name.includes('partial'));
      assert.deepEqual(entries, []);
    }),
  );

  it(
    'does not take a folder without a manifest for an entry',
    inCache(async () => {
      const make = request('three', (dir) => writeFile(join(dir, 'file'), 'x'));
      const { dir } = await cached(make);
      const other = request('four', (partial) => writeFile(join(partial, 'file'), 'y'));
      const { digest } = await cached(other);
      assert.notEqual(dir.endsWith(digest), true);
      await mkdir(`${dir}-not-an-entry`, { recursive: true });
      assert.equal((await cached(make)).hit, true);
    }),
  );
});

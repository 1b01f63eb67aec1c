// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { $ } from 'zx';
import { cacheFolder } from '../../harness/core/cache-folder.js';
import { MANIFEST } from '../../harness/core/cache-entry.js';
import { cached } from '../../harness/core/cache.js';
import { digestOf } from '../../harness/core/json.js';
import { readJson } from '../../harness/core/remembered.js';
import { buildHistory, estimateBuild } from '../../harness/image/kernel/progress.js';
import { recallPackages, rememberPackages } from '../../harness/image/rootfs/apt-memory.js';
import { stepHistory } from '../../harness/plan/durations.js';
import { readAnswer } from '../../harness/vmm/kvm-probe.js';
import { inTemp, withCache } from '../support/temp.js';

/** What a file of the cache may hold after a crash, or by a hand. */
const GARBAGE = [
  ...['', '{', '{}', 'null', '[]', '5', '"x"', '\0\0\0', '[[[[', '{"a": null, "b": {}}'],
  ...['{"__proto__": {"steps": 1}}', '{"files": null}', '{"files": [], "inputs": 1}'],
];

const inCache = (test: (dir: string) => Promise<void>) => (): Promise<void> =>
  inTemp((dir) => withCache(join(dir, 'cache'), () => test(join(dir, 'cache'))));

describe('what is remembered', () => {
  it('is nothing where there is no file of it', () =>
    inTemp(async (dir) => {
      const pipe = join(dir, 'pipe');
      await $`mkfifo ${pipe}`;
      for (const none of [pipe, dir, join(dir, 'nothing')]) assert.equal(await readJson(none), undefined);
    }));
  it(
    'of durations is made anew',
    inCache(async (dir) => {
      await mkdir(dir, { recursive: true, mode: 0o700 });
      for (const text of GARBAGE) {
        await writeFile(join(dir, 'step-history.json'), text);
        await writeFile(join(dir, 'build-history.json'), text);
        const { seconds } = await estimateBuild('constructor', 100);
        assert.ok(seconds > 0 && Number.isFinite(seconds), text);
        await stepHistory.remember('constructor', 12);
        await buildHistory.remember('constructor', { steps: 5, seconds: 7, asked: 3 });
        assert.deepEqual([(await stepHistory.read()).get('constructor')], [12]);
        assert.equal((await estimateBuild('constructor', 100)).seconds, 7);
      }
    }),
  );
  it(
    'of a machine is asked again',
    inCache(async (dir) => {
      const question = { names: ['redis'], components: [] };
      const answer = { lists: '2026-01-01', records: [] };
      await rememberPackages(question, answer);
      assert.deepEqual(await recallPackages(question), answer);
      const [name = ''] = await readdir(join(dir, 'deb'));
      for (const text of [...GARBAGE, '{"format": 1}', '{"format": 1, "lists": "x", "records": [null]}']) {
        await writeFile(join(dir, 'deb', name), text);
        assert.equal(await recallPackages(question), undefined, text);
        assert.equal(await readAnswer(join(dir, 'deb', name)), undefined, text);
      }
    }),
  );
});

describe('the manifest of an entry of the cache', () => {
  for (const verify of ['files', 'presence'] as const) {
    it(
      `that is none has the entry made anew, with a word, where ${verify} are looked at`,
      inCache(async () => {
        for (const [index, text] of GARBAGE.entries()) {
          const inputs = { index };
          const entry = await cacheFolder('config', digestOf({ kind: 'config', inputs }));
          await writeFile(join(entry, MANIFEST), text);
          const said: string[] = [];
          const { dir, hit } = await cached({
            ...{ kind: 'config', label: 'an entry', inputs, verify },
            onDamage: (what) => said.push(what),
            build: (into) => writeFile(join(into, 'file'), 'x'),
          });
          assert.deepEqual([dir, hit, said.length], [entry, false, 1], text);
          assert.equal(await readFile(join(dir, 'file'), 'utf8'), 'x');
        }
      }),
    );
  }
});

// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { access, mkdir, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { lupineBench, onlyRun, samplesOfOnlyRun } from '../support/cli.js';
import { quickTarball } from '../support/quick-kernel.js';
import { stuckTool } from '../support/stuck-tool.js';
import { inPlainTemp } from '../support/temp.js';

/** Every stage that calls a tool: the call at which it is stopped. */
const STAGES: readonly [name: string, tool: string, argument: string][] = [
  ['unpacking the kernel source', 'tar', ' -xf '],
  ['configuring a kernel', 'make', ' olddefconfig '],
  ['building a kernel', 'make', ' bzImage '],
  ['stripping a kernel', 'strip', ' --strip-all '],
  ['compiling PID 1', 'musl-gcc', '/init start.S '],
  ['making a root image', 'mke2fs', ' -q '],
  ['filling a root image', 'debugfs', ' -w '],
  ['a boot', 'qemu-system-x86_64', ' -initrd '],
  ['a search', 'qemu-system-x86_64', ' virtio-blk-device'],
];

const RUN = ['run', 'boot', 'memory-floor', '--app', 'hello', '--system', 'lupine-hello', '--boots', '2'];

/** A place with nothing in it: runs, cache and temporary files of one test. */
interface Place {
  results: string;
  env: Record<string, string>;
}

async function placeIn(dir: string): Promise<Place> {
  const [results, cache, tmp] = ['results', 'cache', 'tmp'].map((name) => join(dir, name));
  if (results === undefined || cache === undefined || tmp === undefined) throw new Error('no place');
  for (const folder of [results, cache, tmp]) await mkdir(folder, { recursive: true });
  return { results, env: { LUPINE_BENCH_CACHE: cache, TMPDIR: tmp } };
}

/** Entries of a cache that are neither complete nor marked as partial, and those marked so. */
async function unfinished(cache: string): Promise<{ bare: string[]; partial: string[] }> {
  const found = { bare: [] as string[], partial: [] as string[] };
  for (const room of await readdir(cache, { withFileTypes: true })) {
    if (!room.isDirectory() || room.name === 'logs') continue;
    for (const entry of await readdir(join(cache, room.name), { withFileTypes: true })) {
      const path = join(room.name, entry.name);
      if (!entry.isDirectory()) continue;
      if (entry.name.includes('.partial-')) found.partial.push(path);
      else if (!(await exists(join(cache, path, '.manifest.json')))) found.bare.push(path);
    }
  }
  return found;
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

describe('an interruption', function () {
  this.timeout(600_000);
  let command: string[] = [];
  let reference = '';
  let remove: () => void;
  let over: Promise<unknown>;

  before(async function () {
    this.timeout(1_800_000);
    await new Promise<void>((ready, failed) => {
      over = inPlainTemp(async (dir) => {
        command = [...RUN, '--clock', 'deterministic', '--kernel-source', await quickTarball(dir)];
        const { results, env } = await placeIn(dir);
        const { exitCode, stderr } = await lupineBench([...command, '--out', results], env);
        assert.equal(exitCode, 0, stderr);
        reference = await samplesOfOnlyRun(results);
        await new Promise<void>((resolve) => {
          remove = resolve;
          ready();
        });
      });
      over.catch(failed);
    });
  });
  after(async () => {
    remove();
    await over;
  });

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGKILL'] as const) {
    it(`by ${signal} in every stage, one after the other, costs nothing that was finished`, () =>
      inPlainTemp(async (dir) => {
        const { results, env } = await placeIn(dir);
        const next = async (): Promise<string[]> =>
          (await readdir(results)).length === 0
            ? [...command, '--out', results]
            : ['resume', await onlyRun(results)];
        const stopped = async (stage: string, child: ReturnType<typeof lupineBench>): Promise<void> => {
          child.kill(signal);
          const ended = await child;
          const { bare, partial } = await unfinished(env['LUPINE_BENCH_CACHE'] ?? '');
          assert.deepEqual(bare, [], stage);
          if (signal === 'SIGKILL') return;
          assert.equal(ended.exitCode, 130, `${stage}: ${ended.stderr}`);
          assert.match(ended.stderr, /everything measured so far is kept.*resume -- /, stage);
          assert.deepEqual(partial, [], stage);
        };

        for (const [stage, tool, argument] of STAGES) {
          const stuck = await stuckTool(dir, tool, argument);
          const child = lupineBench(await next(), { ...env, PATH: stuck.path });
          const came = await stuck.reached(child);
          assert.ok(came, came ? '' : `${stage} was never reached: ${(await child).stderr}`);
          await stopped(stage, child);
          assert.ok(await stuck.gone(), `${stage}: ${tool} was left running`);
        }
        const child = lupineBench(await next(), env);
        await new Promise<void>((resolve) => {
          child.stderr.on('data', (chunk: Buffer) => {
            if (chunk.toString().includes('writing the report')) resolve();
          });
          void child.then(() => {
            resolve();
          });
        });
        await stopped('writing the report', child);

        const { exitCode, stderr } = await lupineBench(await next(), env);
        assert.equal(exitCode, 0, stderr);
        assert.equal(await samplesOfOnlyRun(results), reference);
        assert.match(
          await readFile(join(await onlyRun(results), 'report', 'index.html'), 'utf8'),
          /<\/html>\s*$/,
        );
        assert.deepEqual(await unfinished(env['LUPINE_BENCH_CACHE'] ?? ''), { bare: [], partial: [] });
        const left = (await readdir(env['TMPDIR'] ?? '')).filter((name) => name.startsWith('lupine-'));
        assert.deepEqual(left, []);
      }));
  }
});

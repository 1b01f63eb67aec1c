// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { lupineBench, onlyRun, samplesOfOnlyRun } from '../support/cli.js';
import { coldRun, placeIn, unfinished } from '../support/cold-run.js';
import { stuckTool } from '../support/stuck-tool.js';
import { inPlainTemp } from '../support/temp.js';

/** Every stage that calls a tool: the call at which it is stopped. */
const STAGES: readonly [name: string, tool: string, argument: string][] = [
  ['unpacking the kernel source', 'tar', ' -xf '],
  ['configuring a kernel', 'make', ' olddefconfig '],
  ['building a kernel', 'make', ' bzImage '],
  ['stripping a kernel', 'strip', ' --strip-all '],
  ['compiling PID 1', 'musl-gcc', '/init.symbols start.S '],
  ['checking a root image', 'e2fsck', ' -f -n '],
  ['a boot', 'qemu-system-x86_64', ' -initrd '],
  ['a search', 'qemu-system-x86_64', ' virtio-blk-device'],
];

describe('an interruption', function () {
  this.timeout(600_000);
  const cold = coldRun();

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGKILL'] as const) {
    it(`by ${signal} in every stage, one after the other, costs nothing that was finished`, () =>
      inPlainTemp(async (dir) => {
        const { results, cache, env } = await placeIn(dir);
        const next = async (): Promise<string[]> =>
          (await readdir(results)).length === 0
            ? [...cold.command, '--out', results]
            : ['resume', await onlyRun(results)];
        const stopped = async (stage: string, child: ReturnType<typeof lupineBench>): Promise<void> => {
          child.kill(signal);
          const ended = await child;
          const { bare, partial } = await unfinished(cache);
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
        assert.equal(await samplesOfOnlyRun(results), cold.reference);
        assert.match(
          await readFile(join(await onlyRun(results), 'report', 'index.html'), 'utf8'),
          /<\/html>\s*$/,
        );
        assert.deepEqual(await unfinished(cache), { bare: [], partial: [] });
        const left = (await readdir(env['TMPDIR'] ?? '')).filter((name) => name.startsWith('lupine-'));
        assert.deepEqual(left, []);
      }));
  }
});

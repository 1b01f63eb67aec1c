// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT } from '../../harness/core/errors.js';
import { shardOf } from '../../harness/plan/shard.js';
import type { Plan } from '../../harness/plan/types.js';
import type { RunFolder } from '../../harness/run/folder.js';
import { mergeRuns } from '../../harness/run/merge.js';
import { type SystemProvenance, readProvenance } from '../../harness/run/provenance.js';
import { samplesCsv } from '../../harness/run/samples.js';
import { summariseRun } from '../../harness/summary/summary.js';
import { builtinSystems } from '../support/builtin.js';
import { failsWith } from '../support/errors.js';
import { type ShardParts, makeScripted, makeShards, planToShard } from '../support/scripted-shards.js';
import { inTemp, withCache } from '../support/temp.js';

const { signal } = new AbortController();

async function inFolder(test: (dir: string) => Promise<void>): Promise<void> {
  await inTemp((dir) => withCache(join(dir, 'cache'), () => test(dir)));
}

async function csvOf(folder: RunFolder): Promise<string> {
  return samplesCsv((await summariseRun(folder, await builtinSystems())).samples);
}

/** Merges two shards, of which the second one is made differently. */
async function mergeWith(dir: string, plan: Plan, second: Plan, parts: ShardParts = {}): Promise<RunFolder> {
  const first = await makeScripted(dir, shardOf(plan, { index: 1, of: 2 }));
  return await mergeRuns([first, await makeScripted(dir, second, parts)], join(dir, 'merged'), signal);
}

describe('shards that are merged', function () {
  this.timeout(60_000);

  it('give the samples of the unsharded run, byte by byte, however many there are and in whatever order', () =>
    inFolder(async (dir) => {
      const plan = await planToShard();
      const whole = await makeScripted(dir, plan);
      const expected = await csvOf(whole);
      assert.ok(expected.split('\n').length > 12, expected);
      for (const of of [1, 2, 3, 5]) {
        const shards = await makeShards(join(dir, `${of}`), plan, of);
        const merged = await mergeRuns(shards.reverse(), join(dir, 'merged'), signal);
        assert.equal(await csvOf(merged), expected, `${of} shards`);
        assert.equal(await merged.planDigest(), await whole.planDigest());
        const summary = await summariseRun(merged, await builtinSystems());
        assert.deepEqual([summary.complete, merged.damage], [true, []]);
        assert.deepEqual(
          (await readdir(merged.path('boots'))).sort(),
          (await readdir(whole.path('boots'))).sort(),
        );
        const [own, all] = [await readProvenance(merged), await readProvenance(whole)];
        const madeOf = (systems = {}): unknown =>
          Object.entries<SystemProvenance>(systems)
            .map(([name, { inputs, artifacts }]) => [name, inputs, artifacts])
            .sort();
        assert.deepEqual(madeOf(own?.systems), madeOf(all?.systems));
        assert.deepEqual(Object.keys(own?.apps ?? {}).sort(), Object.keys(all?.apps ?? {}).sort());
        for (const { sbom = '' } of Object.values(own?.apps ?? {}))
          assert.ok(existsSync(merged.path(sbom)), sbom);
        const [console] = await readdir(merged.path('console'));
        assert.equal(await readFile(merged.path('console', console ?? ''), 'utf8'), 'console');
      }
    }));

  it('are each a complete run by itself, with its own cells only', () =>
    inFolder(async (dir) => {
      const plan = await planToShard();
      const [first] = await makeShards(dir, plan, 5);
      assert.ok(first !== undefined);
      const summary = await summariseRun(first, await builtinSystems());
      assert.equal(summary.complete, true);
      assert.ok(
        summary.cells.length > 0 &&
          summary.cells.every(({ values, failures }) => values.length + failures.length > 0),
      );
    }));

  it('are refused where a shard or a boot is missing, with the cells, exit 3, and nothing is written', () =>
    inFolder(async (dir) => {
      const plan = await planToShard();
      const shards = await makeShards(dir, plan, 3);
      const two = shards.slice(0, 2);
      await failsWith(
        mergeRuns(two, join(dir, 'merged'), signal),
        'MERGE_MISSING',
        EXIT.couldNotMeasure,
        /planned boots of [a-z-]+\/[a-z]+\/[a-z-]+.* were not made\. Not given: shard 3\/3\./,
      );
      const cut = shardOf(plan, { index: 2, of: 2 });
      await failsWith(
        mergeWith(dir, plan, cut, { boots: 1 }),
        'MERGE_MISSING',
        EXIT.couldNotMeasure,
        /were not made\.$/,
      );
      assert.equal(existsSync(join(dir, 'merged')), false);
    }));

  it('are refused where a cell is doubled, exit 2', () =>
    inFolder(async (dir) => {
      const plan = await planToShard();
      const [first, second] = await makeShards(dir, plan, 2);
      assert.ok(first !== undefined && second !== undefined);
      await failsWith(
        mergeRuns([first, second, first], join(dir, 'merged'), signal),
        'MERGE_DOUBLED',
        EXIT.usage,
        /^boot\/hello\/microvm is in .* and in /,
      );
    }));

  it('are refused where they are not of one plan, exit 5', () =>
    inFolder(async (dir) => {
      const plan = await planToShard();
      const others: [Plan, RegExp][] = [
        [shardOf(await planToShard('deterministic', 3), { index: 2, of: 2 }), /they differ in scenarios\./],
        [shardOf(plan, { index: 3, of: 3 }), /they differ in the number of shards\./],
        [shardOf({ ...plan, clockDefinition: 1 }, { index: 2, of: 2 }), /they differ in clockDefinition\./],
      ];
      const [[other, why]] = others as [[Plan, RegExp]];
      await failsWith(mergeWith(dir, plan, other), 'MERGE_NOT_ONE_PLAN', EXIT.notComparable, why);
      const [, [fewer, number]] = others as [unknown, [Plan, RegExp]];
      await failsWith(mergeWith(dir, plan, fewer), 'MERGE_NOT_ONE_PLAN', EXIT.notComparable, number);
      const whole = await makeScripted(dir, plan);
      await failsWith(mergeRuns([whole], join(dir, 'merged'), signal), 'MERGE_NO_SHARD', EXIT.usage);
    }));

  it('are refused where they were made with other inputs, exit 5', () =>
    inFolder(async (dir) => {
      const plan = await planToShard();
      const second = shardOf(plan, { index: 2, of: 2 });
      await failsWith(
        mergeWith(dir, plan, second, { monitor: '2.0' }),
        'MERGE_DIFFERENT',
        EXIT.notComparable,
        /different inputs: vmm\.version\./,
      );
      await failsWith(
        mergeWith(dir, plan, second, { images: 'b' }),
        'MERGE_DIFFERENT',
        EXIT.notComparable,
        /different inputs: (systems|apps)\./,
      );
    }));
});

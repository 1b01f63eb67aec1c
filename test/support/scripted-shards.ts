// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import { silent } from '../../harness/core/progress.js';
import type { Clock } from '../../harness/metric/types.js';
import { makePlan } from '../../harness/plan/plan.js';
import { shardOf } from '../../harness/plan/shard.js';
import type { Plan } from '../../harness/plan/types.js';
import { type RunFolder, createRun } from '../../harness/run/folder.js';
import { makeBoots } from '../../harness/run/run.js';
import { ANYWHERE, builtinScenarios, builtinSystems } from './builtin.js';
import { guestReport } from './report.js';
import { scriptedHost } from './scripted-host.js';
import { scriptedImages } from './scripted-images.js';

/** How one shard differs from the usual one. */
export interface ShardParts {
  /** Version of its monitor. */
  monitor?: string;
  /** Other words give other images. */
  images?: string;
  /** How much longer its boots take: 1 is as long. */
  slower?: bigint;
  /** Boots that it makes; all when missing. */
  boots?: number;
}

/** Two scenarios with several systems and apps: eleven cells of boots, searches and files. */
export async function planToShard(
  clock: Clock = 'deterministic',
  boots = 2,
  names = clock === 'wall' ? ['boot'] : ['boot', 'memory-floor', 'image-size'],
): Promise<Plan> {
  const scenarios = await Promise.all(names.map((name) => builtinScenarios.load(name)));
  const options = { ...ANYWHERE, clock, clockReason: 'test', apps: ['hello', 'redis'], boots };
  return makePlan(scenarios, await builtinSystems(), { ...options, systems: ['microvm', 'lupine-general'] });
}

/** Makes a plan with boots whose times depend on system, app and number of the boot only. */
export async function makeScripted(
  dir: string,
  plan: Plan,
  { monitor = '1.0', images = 'a', slower = 1n, boots = Infinity }: ShardParts = {},
): Promise<RunFolder> {
  const folder = await createRun(join(dir, 'results'), plan, new Date());
  let left = boots;
  const script = scriptedHost(
    ({ cmdline, memoryMib }) => {
      left -= 1;
      const size = BigInt(cmdline.length) * slower;
      const tsc = { pid1: size * 1000n, ready: size * 2000n, frame: size * 3000n };
      if (memoryMib < 9) return { ending: 'panic' };
      return { ...(left < 0 ? { killed: true } : {}), report: { ...guestReport([]), tsc } };
    },
    { version: monitor },
  );
  await makeBoots(folder, plan, {
    ...{ host: script, images: scriptedImages({ version: images }), progress: silent },
    signal: new AbortController().signal,
  });
  return folder;
}

/** Makes every shard of a plan. */
export async function makeShards(
  dir: string,
  plan: Plan,
  of: number,
  parts: ShardParts = {},
): Promise<RunFolder[]> {
  const made: RunFolder[] = [];
  for (let index = 1; index <= of; index += 1)
    made.push(await makeScripted(dir, shardOf(plan, { index, of }), parts));
  return made;
}

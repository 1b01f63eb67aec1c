// SPDX-License-Identifier: Apache-2.0
import { says } from '../core/foreign.js';
import { wholeNumber } from '../core/numbers.js';
import type { RedisValues } from '../workload/redis-benchmark.js';
import type { RedisRun } from './redis-runs.js';
import type { Command } from './session.js';
import { equalWhereKnown, near, valueOf } from './settings.js';
import type { SettingRule, Settings } from './types.js';

const PIPELINE = 'requests in a pipeline';
const UNDER_WAY = 'requests under way at a time (connections times pipeline, from rate and mean latency)';

const NOTHING_KNOWN: Settings = {};

/** Options that the client does not print, with their names and what they are when they are not given. */
const OPTIONS: readonly [option: string, name: string, otherwise: string][] = [
  ['-n', 'requests', '100000'],
  ['-c', 'clients', '50'],
  ['-d', 'bytes of a value', '3'],
  ['-P', PIPELINE, '1'],
  ['-r', 'keys', 'one'],
  ['--threads', 'threads', 'one'],
];

/** A log that shows its command with a pipeline is not compared with one that shows none. */
const samePipeline: SettingRule = {
  alike: (one, other) => (valueOf(one, PIPELINE) ?? 1) === (valueOf(other, PIPELINE) ?? 1),
};

/** When two runs of redis-benchmark were made alike. It prints few of its settings; those that a command shows count. */
export const redisRules: ReadonlyMap<string, SettingRule> = new Map([
  ...OPTIONS.map(([, name]) => [name, equalWhereKnown(name)] as const),
  [PIPELINE, samePipeline],
  // Of its connections, at least half have a request under way at any time, whatever the server.
  [UNDER_WAY, near(UNDER_WAY, { factor: 3, plus: 2 })],
]);

/** How a run was made, as far as it or the command above it says. */
export function redisSettings(
  { masters, connectionsClosed }: RedisRun,
  rows: readonly RedisValues[],
  command: Command | undefined,
): Settings {
  const [first] = rows;
  const average = first?.latency?.average;
  // An old log may have a hundred thousand runs that say nothing of how they were made.
  if (command === undefined && masters === undefined && connectionsClosed !== true && average === undefined) {
    return NOTHING_KNOWN;
  }
  return {
    ...(command === undefined ? {} : optionsOf(command)),
    ...(masters === undefined ? {} : { 'masters of a cluster': masters }),
    ...(connectionsClosed === undefined ? {} : { 'connections for a request': 1 }),
    ...(first === undefined || average === undefined
      ? {}
      : { [UNDER_WAY]: Math.round((first.requestsPerSecond * average) / 1000) }),
  };
}

function optionsOf({ args }: Command): Record<string, number | string> {
  return Object.fromEntries(
    OPTIONS.map(([option, name, otherwise]) => {
      const at = args.findLastIndex((arg) => says(arg, option));
      return [name, wholeNumber(at < 0 ? otherwise : args[at + 1]) ?? otherwise];
    }),
  );
}

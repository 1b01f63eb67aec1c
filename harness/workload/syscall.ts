// SPDX-License-Identifier: Apache-2.0
import { CALLS, callMetric } from '../metric/micro.js';
import { outputOf } from './client.js';
import { parseMicro, perRound } from './micro.js';
import type { Measured, Workload } from './types.js';

const DEFAULT_ROUNDS = 20_000;

const THINGS = Object.keys(CALLS).flatMap((call) =>
  (['libc', 'trap'] as const).map((way) => ({ line: `${call} ${way}`, metric: callMetric(call, way) })),
);

/** `syscall`: the price of a system call, through the C library and by the trap instruction, without the loop's own. */
export const syscall: Workload = {
  kind: 'boot',
  purpose: 'load',
  metrics: THINGS.map(({ metric }) => metric),
  load: 'micro inside the guest',
  expectedSeconds: 3,
  clients: ({ rounds = DEFAULT_ROUNDS }) => [{ client: 'micro', args: ['calls', '--rounds', `${rounds}`] }],
  read: ({ report, parameters: { rounds = DEFAULT_ROUNDS } }: Measured) => {
    const { stdout } = outputOf(report, 'micro');
    const counts = parseMicro(stdout, ['empty', ...THINGS.map(({ line }) => line)], rounds);
    const values: Record<string, number> = {};
    for (const { line, metric } of THINGS) {
      const count = counts.get(line);
      if (count !== undefined) values[metric] = perRound(line, count, report.tscHz, counts.get('empty'));
    }
    return values;
  },
};

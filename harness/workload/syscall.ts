// SPDX-License-Identifier: Apache-2.0
import type { MetricDefinition } from '../metric/types.js';
import { outputOf } from './client.js';
import { WAYS, parseMicro, perRound } from './micro.js';
import { declareWorkload } from './types.js';

/** System calls whose price is measured, by the name that their metrics have. */
const CALLS = {
  null: { title: 'getppid', words: 'getppid()', note: '' },
  read: { title: 'read one byte', words: 'read() of one byte of /dev/zero', note: '' },
  write: { title: 'write one byte', words: 'write() of one byte to /dev/null', note: '' },
  pipe: {
    title: 'One byte through a pipe',
    words: 'write() of one byte to a pipe and read() of it',
    note: ' (two calls)',
  },
} as const;

/** One row of the client's output, and the metric that it becomes. */
const ROWS = (Object.keys(CALLS) as (keyof typeof CALLS)[]).flatMap((call) =>
  (['libc', 'trap'] as const).map((way) => {
    const { title, words, note } = CALLS[call];
    const definition: MetricDefinition = {
      title: `${title}${way === 'trap' ? ' by trap' : ''}${note}`,
      definition: `time of ${words}, ${WAYS[way]}; mean of all rounds by the time stamp counter, the empty loop taken off, to a thousandth.`,
      ...{ unit: 'ns', direction: 'lower' },
    };
    return { row: `${call} ${way}`, metric: `syscall.${call}${way === 'trap' ? '_trap' : ''}`, definition };
  }),
);

/** `syscall`: the price of a system call, through the C library and by the trap instruction, without the loop's own. */
export const syscall = declareWorkload({
  name: 'syscall',
  kind: 'boot',
  purpose: 'load',
  parameters: {
    rounds: {
      label: 'rounds',
      summary: 'Rounds of each call.',
      ...{ minimum: 1, maximum: 1_000_000, default: 20_000 },
    },
  },
  metrics: Object.fromEntries(ROWS.map(({ metric, definition }) => [metric, definition])),
  load: { guest: 'micro inside the guest' },
  expectedSeconds: 3,
  clients: ({ rounds }) => [{ client: 'micro', args: ['calls', '--rounds', `${rounds}`] }],
  read: ({ report, parameters: { rounds } }) => {
    const { stdout } = outputOf(report, 'micro');
    const counts = parseMicro(stdout, ['empty', ...ROWS.map(({ row }) => row)], rounds);
    const values = new Map<string, number>();
    for (const { row, metric } of ROWS) {
      const count = counts.get(row);
      if (count !== undefined) values.set(metric, perRound(row, count, report.tscHz, counts.get('empty')));
    }
    return Object.fromEntries(values);
  },
});

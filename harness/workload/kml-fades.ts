// SPDX-License-Identifier: Apache-2.0
import { grouped } from '../core/grouped.js';
import { outputOf } from './client.js';
import { WAYS, parseMicro, perRound } from './micro.js';
import { type ClientRequest, declareWorkload } from './types.js';

/** Instructions of work between two calls: none, then two steps to each power of ten. */
const WORKS: readonly number[] = [
  0, 10, 30, 100, 300, 1000, 3000, 10_000, 30_000, 100_000, 300_000, 1_000_000,
];

/** No work runs for more instructions than this in all, and none for fewer rounds than that. */
const MOST_WORK = 50_000_000;
const FEWEST_ROUNDS = 50;

/** Works that are measured with the same number of rounds: one start of the client. */
interface Batch {
  name: string;
  rounds: number;
  works: number[];
}

function batches(most: number): Batch[] {
  const byRounds = new Map<number, number[]>();
  for (const work of WORKS) {
    const affordable = work === 0 ? most : Math.floor(MOST_WORK / work);
    const rounds = Math.min(most, Math.max(FEWEST_ROUNDS, affordable));
    byRounds.set(rounds, [...(byRounds.get(rounds) ?? []), work]);
  }
  return [...byRounds].map(([rounds, works]) => ({ name: `micro-${rounds}`, rounds, works }));
}

/** `kml-fades`: how the price of a system call disappears as the work between two calls grows. */
export const kmlFades = declareWorkload({
  name: 'kml-fades',
  kind: 'boot',
  purpose: 'load',
  parameters: {
    rounds: {
      label: 'rounds',
      summary: 'Rounds of the shorter works; longer ones have fewer.',
      ...{ minimum: 1, maximum: 1_000_000, default: 5000 },
    },
  },
  metrics: Object.fromEntries(
    WORKS.map((work) => [
      metricOf(work),
      {
        title: `${work === 0 ? 'No work' : `${grouped(String(work))} instructions of work`} and one getppid`,
        definition: `time of ${work} instructions of work and one getppid() ${WAYS.libc}; mean of all rounds by the time stamp counter, to a thousandth.`,
        ...{ unit: 'ns', direction: 'lower' },
      },
    ]),
  ),
  load: { guest: 'micro inside the guest' },
  expectedSeconds: 10,
  clients: ({ rounds }) =>
    batches(rounds).map(({ name, rounds: count, works }): ClientRequest => {
      return { client: 'micro', name, args: ['fades', '--rounds', `${count}`, '--work', works.join(',')] };
    }),
  read: ({ report, parameters }) => {
    const values = new Map<string, number>();
    for (const { name, rounds, works } of batches(parameters.rounds)) {
      const things = works.flatMap((work) => [`fades ${work} libc`, `fades ${work} trap`]);
      const counts = parseMicro(outputOf(report, name).stdout, things, rounds);
      for (const work of works) {
        const line = `fades ${work} libc`;
        const count = counts.get(line);
        if (count !== undefined) values.set(metricOf(work), perRound(line, count, report.tscHz));
      }
    }
    return Object.fromEntries(values);
  },
});

function metricOf(work: number): string {
  return `kml_fades.${work}`;
}

// SPDX-License-Identifier: Apache-2.0
import type { ClientRequest } from '../app/make-job.js';
import { WORKS, fadesMetric } from '../metric/micro.js';
import { outputOf } from './client.js';
import { parseMicro, perRound } from './micro.js';
import type { Measured, Workload } from './types.js';

const DEFAULT_ROUNDS = 5000;

/** No work runs for more instructions than this in all, and none for fewer rounds than that. */
const MOST_WORK = 50_000_000;
const FEWEST_ROUNDS = 50;

/** Works that are measured with the same number of rounds: one start of the client. */
interface Batch {
  name: string;
  rounds: number;
  works: number[];
}

function batches(most = DEFAULT_ROUNDS): Batch[] {
  const byRounds = new Map<number, number[]>();
  for (const work of WORKS) {
    const affordable = work === 0 ? most : Math.floor(MOST_WORK / work);
    const rounds = Math.min(most, Math.max(FEWEST_ROUNDS, affordable));
    byRounds.set(rounds, [...(byRounds.get(rounds) ?? []), work]);
  }
  return [...byRounds].map(([rounds, works]) => ({ name: `micro-${rounds}`, rounds, works }));
}

/** `kml-fades`: how the price of a system call disappears as the work between two calls grows. */
export const kmlFades: Workload = {
  kind: 'boot',
  purpose: 'load',
  metrics: WORKS.map(fadesMetric),
  load: 'micro inside the guest',
  expectedSeconds: 10,
  clients: ({ rounds }) =>
    batches(rounds).map(({ name, rounds: count, works }): ClientRequest => {
      return { client: 'micro', name, args: ['fades', '--rounds', `${count}`, '--work', works.join(',')] };
    }),
  read: ({ report, parameters }: Measured) => {
    const values: Record<string, number> = {};
    for (const { name, rounds, works } of batches(parameters.rounds)) {
      const things = works.flatMap((work) => [`fades ${work} libc`, `fades ${work} trap`]);
      const counts = parseMicro(outputOf(report, name).stdout, things, rounds);
      for (const work of works) {
        const line = `fades ${work} libc`;
        const count = counts.get(line);
        if (count !== undefined) values[fadesMetric(work)] = perRound(line, count, report.tscHz);
      }
    }
    return values;
  },
};

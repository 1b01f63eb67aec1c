// SPDX-License-Identifier: Apache-2.0
import { type ChildProcess, spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { packagePath } from '../../harness/core/paths.js';

/** What came of coordinators that all want one lease. */
export interface Race {
  /** Leases that somebody knew to have. */
  leases: number;
  /** Coordinators that were killed. */
  killed: number;
  /** Ends of coordinators that nobody killed. */
  failed: string[];
  /** Times at which two of them had it, one line each. */
  doubled: string[];
}

/** Lets coordinators race in a folder until so many leases were held, and kills one of them every now and then. */
export async function raceForLease(
  dir: string,
  { coordinators, leases, everyMs }: { coordinators: number; leases: number; everyMs: number },
): Promise<Race> {
  const [state, log] = [join(dir, 'state'), join(dir, 'log')];
  await writeFile(log, '');
  const racers: ChildProcess[] = [];
  const failed: string[] = [];
  const ends: Promise<unknown>[] = [];
  let killed = 0;
  const start = (place: number): void => {
    const program = packagePath('dist', 'test', 'support', 'scripts', 'lease-racer.js');
    const racer = spawn(process.execPath, [program, state, log, `racer-${place}`], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let words = '';
    racer.stderr.on('data', (piece: Buffer) => (words += piece.toString()));
    const ended = new Promise((resolve) => racer.once('close', resolve));
    ends.push(ended.then(() => (racer.signalCode === 'SIGKILL' ? undefined : failed.push(words))));
    racers[place] = racer;
  };
  try {
    for (let place = 0; place < coordinators; place += 1) start(place);
    while (failed.length === 0 && (await held(log)).size < leases) {
      await setTimeout(Math.random() * 2 * everyMs);
      const place = Math.floor(Math.random() * coordinators);
      if (racers[place]?.kill('SIGKILL') === true) killed += 1;
      start(place);
    }
  } finally {
    for (const racer of racers) racer.kill('SIGKILL');
    await Promise.all(ends);
  }
  const times = await held(log);
  return { leases: times.size, killed, failed, doubled: overlaps(times) };
}

/** First and last moment of each lease. */
async function held(log: string): Promise<Map<number, [bigint, bigint]>> {
  const times = new Map<number, [bigint, bigint]>();
  for (const line of (await readFile(log, 'utf8')).split('\n').slice(0, -1)) {
    const [lease = '', at = ''] = line.split(' ');
    const [number, moment] = [Number(lease), BigInt(at)];
    const [first, last] = times.get(number) ?? [moment, moment];
    times.set(number, [moment < first ? moment : first, moment > last ? moment : last]);
  }
  return times;
}

function overlaps(times: ReadonlyMap<number, readonly [bigint, bigint]>): string[] {
  const inOrder = [...times].sort(([a], [b]) => a - b);
  return inOrder.flatMap(([lease, [, last]], at) => {
    const next = inOrder[at + 1];
    return next !== undefined && next[1][0] <= last
      ? [`lease ${lease} and ${next[0]} for ${last - next[1][0]} ns`]
      : [];
  });
}

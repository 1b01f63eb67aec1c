// SPDX-License-Identifier: Apache-2.0
import { type ChildProcess, spawn } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { packagePath } from '../../harness/core/paths.js';
import type { SshTarget } from '../../harness/remote/ssh/types.js';
import type { Tuning } from '../../harness/remote/tuning/types.js';
import { type FakeSysfs, fakeSysfs } from './fake-sysfs.js';
import { type Running, processes } from './processes.js';
import { type SshServer, startSshServer } from './ssh-server.js';

/** What a coordinator of the rig makes. */
export interface FaultJob {
  target: SshTarget;
  /** Folder of the host, and of its settings. */
  state: string;
  root: string;
  tuning: Tuning;
  ttlMs: number;
  /** Boots that are wanted of all coordinators together. */
  boots: number;
  /** Gets a line for everything that a coordinator knows. */
  log: string;
}

/** A host and coordinators that want to measure there. */
export interface FaultRig {
  server: SshServer;
  state: string;
  sysfs: FakeSysfs;
  /** Coordinators that run. */
  workers: ChildProcess[];
  /** Processes that belong to boots of the host. */
  there: () => Promise<Running[]>;
}

/** Something that goes wrong, and what it hit; nothing when there was nothing to hit. */
export type Fault = (rig: FaultRig) => Promise<string | undefined>;

/** Longest time of the host's lease without a word, ms: short, so that the next one comes soon. */
const TTL_MS = 6000;

const one = <T>(of: readonly T[]): T | undefined => of[Math.floor(Math.random() * of.length)];

const kill = (pid: number): boolean => {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false;
  }
};

const killOne =
  (what: string, fits: (command: string) => boolean): Fault =>
  async ({ there }) => {
    const found = one((await there()).filter(({ command }) => fits(command)));
    return found !== undefined && kill(found.pid) ? what : undefined;
  };

/** Every kind of fault, by name. */
export const FAULTS: Readonly<Record<string, Fault>> = {
  'coordinator killed': ({ workers }) => {
    const found = one(workers);
    return Promise.resolve(found?.kill('SIGKILL') === true ? 'coordinator' : undefined);
  },
  'connections cut': ({ server }) => {
    server.cut();
    return Promise.resolve('connections');
  },
  'sshd away for 2 s': ({ server }) => {
    server.away(2000);
    return Promise.resolve('sshd');
  },
  'link carries nothing for 4 s': ({ server }) => {
    server.stall(4000);
    return Promise.resolve('link');
  },
  'command killed there (lease, settings, transfer, boot)': ({ server }) => {
    const pid = one([...server.commands]);
    return Promise.resolve(pid !== undefined && kill(-pid) ? 'command' : undefined);
  },
  'monitor killed': killOne('monitor', (command) => /^qemu\S* .*-kernel /.test(command)),
  'keeper killed': killOne('keeper', (command) => command.includes(' --start ')),
  'disk full for 2 s': async ({ state }) => {
    const filler = join(state, 'filler');
    const dd = spawn('sh', ['-c', 'cat /dev/zero > "$1" 2>/dev/null', 'sh', filler], { stdio: 'ignore' });
    await new Promise((resolve) => dd.once('close', resolve));
    await delay(2000);
    await rm(filler, { force: true });
    return 'disk';
  },
};

/** What came of it. */
export interface FaultTable {
  /** Times that each fault hit something. */
  hits: Record<string, number>;
  done: number;
  begun: number;
  /** Boots that gave another value than most, one line each. */
  wrong: string[];
  /** Boots of two coordinators at one time, one line each. */
  doubled: string[];
  /** Processes that were left. */
  orphans: string[];
  /** Settings that are not what they were, by file. */
  unrestored: string[];
  /** Codes of what coordinators were told, with how often. */
  told: Record<string, number>;
}

/**
 * Lets coordinators make boots on a host while things go wrong there and here, until so many faults have hit; then until they have made
 * all boots.
 * @param dir on a small disk: one fault fills it.
 */
export async function runFaults(
  dir: string,
  {
    kinds,
    faults,
    coordinators,
    everyMs,
  }: {
    kinds: readonly string[];
    faults: number;
    coordinators: number;
    everyMs: number;
  },
): Promise<FaultTable> {
  const [state, log, jobFile] = [join(dir, 'state'), join(dir, 'log'), join(dir, 'job')];
  const sysfs = await fakeSysfs(dir);
  const server = await startSshServer({
    env: { PATH: `${sysfs.env['PATH'] ?? ''}:/usr/sbin:/usr/bin:/sbin:/bin` },
  });
  const before = await sysfs.values();
  await writeFile(log, '');
  const tuning: Tuning = { governor: 'performance', thp: 'never', ksm: false, irqCpus: '0' };
  const job: FaultJob = {
    ...{ target: server.target, state, root: sysfs.root, tuning, ttlMs: TTL_MS, log },
    boots: Number.MAX_SAFE_INTEGER,
  };
  const workers: ChildProcess[] = [];
  let wanted = true;
  const ends: Promise<unknown>[] = [];
  const start = (place: number): ChildProcess => {
    const program = packagePath('dist', 'test', 'support', 'scripts', 'fault-worker.js');
    const worker = spawn(process.execPath, [program, jobFile], { stdio: ['ignore', 'ignore', 'inherit'] });
    workers[place] = worker;
    ends.push(
      new Promise((resolve) => worker.once('close', resolve)).then(() => {
        if (wanted) start(place);
      }),
    );
    return worker;
  };
  const rig: FaultRig = {
    ...{ server, state, sysfs, workers },
    there: async () =>
      (await processes()).filter(({ command, pid }) => command.includes(state) && pid !== process.pid),
  };
  const hits: Record<string, number> = Object.fromEntries(kinds.map((kind) => [kind, 0]));
  const lines = async (): Promise<string[][]> =>
    (await readFile(log, 'utf8'))
      .split('\n')
      .slice(0, -1)
      .map((line) => line.split(' '));
  const doneNow = async (): Promise<number> => (await lines()).filter(([what]) => what === 'done').length;
  try {
    await writeFile(jobFile, JSON.stringify(job));
    for (let place = 0; place < coordinators; place += 1) start(place);
    for (let hit = 0; hit < faults;) {
      await delay(Math.random() * 2 * everyMs);
      const kind = kinds[hit % kinds.length] ?? '';
      if ((await FAULTS[kind]?.(rig)) === undefined) continue;
      hits[kind] = (hits[kind] ?? 0) + 1;
      hit += 1;
    }
    wanted = false;
    for (const worker of workers) worker.kill('SIGKILL');
    await Promise.all(ends);
    // The next one finds what the last ones left.
    await writeFile(jobFile, JSON.stringify({ ...job, boots: (await doneNow()) + 2 }));
    await new Promise((resolve) => {
      start(0).once('close', resolve);
    });
    const orphans = (await rig.there()).map(({ pid, command }) => `${pid} ${command}`);
    return { hits, orphans, ...judge(await lines()), unrestored: differing(before, await sysfs.values()) };
  } finally {
    wanted = false;
    for (const worker of workers) worker.kill('SIGKILL');
    await server.stop();
  }
}

/** What the log of the coordinators says: each boot is between its begin and its end. */
function judge(
  lines: readonly string[][],
): Pick<FaultTable, 'begun' | 'done' | 'wrong' | 'doubled' | 'told'> {
  const values = lines.filter(([what]) => what === 'done').map(([, , , value = '']) => value);
  const [usual] = [...new Set(values)].sort((a, b) => count(values, b) - count(values, a));
  const told: Record<string, number> = {};
  for (const [what, , , code = ''] of lines) if (what === 'failed') told[code] = (told[code] ?? 0) + 1;
  const open = new Map<string, bigint>();
  const times: { who: string; from: bigint; to: bigint }[] = [];
  for (const [what, at = '0', who = ''] of lines) {
    const from = open.get(who);
    if (what === 'begun') open.set(who, BigInt(at));
    else if (what === 'done' && from !== undefined) times.push({ who, from, to: BigInt(at) });
  }
  times.sort((a, b) => Number(a.from - b.from));
  const doubled = times.flatMap(({ who, to }, at) => {
    const next = times[at + 1];
    return next !== undefined && next.from < to ? [`${who} and ${next.who} for ${to - next.from} ns`] : [];
  });
  return {
    ...{
      begun: count(
        lines.map(([what]) => what),
        'begun',
      ),
      done: values.length,
    },
    ...{ wrong: values.filter((value) => value !== usual || value.includes('undefined')), doubled, told },
  };
}

const count = (all: readonly (string | undefined)[], which: string): number =>
  all.filter((value) => value === which).length;

function differing(before: Record<string, string>, now: Record<string, string>): string[] {
  return Object.keys({ ...before, ...now })
    .filter((name) => before[name] !== now[name])
    .map((name) => `${name}: ${before[name] ?? 'none'} is ${now[name] ?? 'none'}`);
}

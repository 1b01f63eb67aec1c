// SPDX-License-Identifier: Apache-2.0
import { measureError } from '../../core/errors.js';

/** Stands in a command for the number of the process that starts it. */
export const PARENT = Symbol('the process that starts it');

/** A program and its words. */
export type KeptCommand = readonly (string | typeof PARENT)[];

/** A control group with CPUs of its own. */
export interface CpuGroup {
  /** Path there. */
  path: string;
  sudo: boolean;
}

/** What the keeper is to do, as `job.c` reads it. */
export interface KeptJob {
  /** Who comes later knows the job by it. */
  name: string;
  timeoutMs: number;
  graceMs: number;
  consoleBytes: number;
  /** The console is the monitor's standard output. */
  timed: boolean;
  awaited?: string | undefined;
  cpus?: readonly number[] | undefined;
  /** Control group that has these CPUs for itself, and whether `sudo -n tee` may be used to get in. */
  group?: CpuGroup | undefined;
  /** Words of a monitor that will not end by itself. */
  fatal: readonly string[];
  monitor: KeptCommand;
  load?: KeptLoad | undefined;
}

/** A load that the keeper is to make. */
export interface KeptLoad {
  network: KeptCommand;
  notify: KeptCommand;
  clients: readonly KeptCommand[];
  cpu: number;
  /** True: the monitor is ended when the load is over. */
  ends: boolean;
}

/**
 * The bytes of a job: words, each with a zero behind it. A word of a command says with its first character what it is, so
 * that nothing that somebody chose is taken for the place of a process number.
 * @throws BenchError `KEEPER_JOB` (exit 3) for a word with a zero in it.
 */
export function jobBytes(job: KeptJob): Uint8Array {
  const { cpus, awaited, load, group } = job;
  const words = [
    ...['lupine-boot-job-1', 'name', job.name, 'timed', job.timed ? 'yes' : 'no'],
    ...['timeout-ms', whole(job.timeoutMs), 'grace-ms', whole(job.graceMs)],
    ...['console-bytes', whole(job.consoleBytes)],
    ...(awaited === undefined ? [] : ['awaited', awaited]),
    ...(cpus === undefined ? [] : ['cpus', cpus.join(',')]),
    ...(group === undefined ? [] : ['group', group.path, 'sudo', group.sudo ? 'yes' : 'no']),
    ...job.fatal.flatMap((text) => ['fatal', text]),
    ...command('monitor', job.monitor),
    ...(load === undefined
      ? []
      : [
          ...['load-cpu', String(load.cpu)],
          ...(load.ends ? ['load-ends', 'yes'] : []),
          ...command('network', load.network),
          ...command('notify', load.notify),
          ...load.clients.flatMap((client) => command('client', client)),
        ]),
    'end',
  ];
  const odd = words.find((word) => word.includes('\0'));
  if (odd === undefined) return Buffer.from(words.map((word) => `${word}\0`).join(''));
  throw measureError(
    'KEEPER_JOB',
    `a word of a boot has a zero byte in it: ${JSON.stringify(odd.slice(0, 100))}.`,
    'No program can get such a word: correct the declaration that it comes from.',
  );
}

function whole(value: number): string {
  return String(Math.ceil(value));
}

function command(name: string, words: KeptCommand): string[] {
  return [name, String(words.length), ...words.map((word) => (word === PARENT ? '@parent' : `=${word}`))];
}

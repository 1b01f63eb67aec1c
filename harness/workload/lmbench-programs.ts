// SPDX-License-Identifier: Apache-2.0
import { RING_KIBS, RING_SIZES, contextMetric } from './lmbench-metrics.js';
import {
  type LmbenchReader,
  contextSwitch,
  fileTime,
  mapping,
  microseconds,
  sweep,
  transfer,
} from './lmbench-output.js';

/** A program that others need: it makes their file, or is the server that they talk to. */
export interface Preparation {
  /** Name of the client in the app's declaration. */
  program: string;
  args: readonly string[];
}

/** One run of a measuring program. */
export interface LmbenchRun {
  /** Name under which its output is reported. */
  name: string;
  /** Name of the client in the app's declaration. */
  program: string;
  /** Arguments behind those that fix how it measures. */
  args: readonly string[];
  /** Key of what must have run before. */
  needs?: PreparationName;
  /** TCP port that a server must listen on, before and after: the program does not say when none does. */
  port?: number;
  /** How to read each of its metrics. */
  values: Readonly<Record<string, LmbenchReader>>;
}

/** What some programs need. */
export type PreparationName = 'file' | 'udp-server' | 'tcp-server' | 'connect-server' | 'bandwidth-server';

const FILE = '/tmp/file';
const MIB = 1024 * 1024;
const HOST = 'localhost';
/** Larger than the caches that one core has for itself. */
const MEMORY_MIB = 8;
const MESSAGE = 65_536;

/** What to run first, by key. */
export const PREPARATIONS: Readonly<Record<PreparationName, Preparation>> = {
  file: { program: 'lmdd', args: ['if=internal', `of=${FILE}`, 'move=1m', 'print=3'] },
  'udp-server': { program: 'lat_udp', args: ['-s'] },
  'tcp-server': { program: 'lat_tcp', args: ['-s'] },
  'connect-server': { program: 'lat_connect', args: ['-s'] },
  'bandwidth-server': { program: 'bw_tcp', args: ['-s'] },
};

function one(
  metric: string,
  program: string,
  args: readonly string[],
  reader: LmbenchReader,
  needs?: PreparationName,
): LmbenchRun {
  return {
    ...{ name: metric, program, args, values: { [metric]: reader } },
    ...(needs === undefined ? {} : { needs }),
  };
}

function call(name: string, words: string, needs?: PreparationName): LmbenchRun {
  const args = needs === undefined ? [name] : [name, FILE];
  return one(`syscall.${name}`, 'lat_syscall', args, microseconds(`Simple ${words}`), needs);
}

function memory(metric: string, what: string): LmbenchRun {
  return one(metric, 'bw_mem', [`${MEMORY_MIB}m`, what], sweep(MEMORY_MIB * MIB));
}

const time = microseconds;

/** Every run, in the order in which they are made. */
export const RUNS: readonly LmbenchRun[] = [
  call('null', 'syscall'),
  call('read', 'read'),
  call('write', 'write'),
  call('stat', 'stat', 'file'),
  call('fstat', 'fstat', 'file'),
  call('open', 'open/close', 'file'),
  one('lat.select_file', 'lat_select', ['-n', '100', 'file'], time("Select on 100 fd's")),
  one('lat.select_tcp', 'lat_select', ['-n', '100', 'tcp'], time("Select on 100 tcp fd's")),
  one('lat.signal_install', 'lat_sig', ['install'], time('Signal handler installation')),
  one('lat.signal_handle', 'lat_sig', ['catch'], time('Signal handler overhead')),
  one('lat.protection_fault', 'lat_sig', ['prot', FILE], time('Protection fault'), 'file'),
  one('lat.page_fault', 'lat_pagefault', [FILE], time(`Pagefaults on ${FILE}`), 'file'),
  one('lat.mmap', 'lat_mmap', ['1m', FILE], mapping(MIB), 'file'),
  one('lat.fork', 'lat_proc', ['fork'], time('Process fork+exit')),
  one('lat.exec', 'lat_proc', ['exec'], time('Process fork+execve')),
  one('lat.shell', 'lat_proc', ['shell'], time('Process fork+/bin/sh -c')),
  ...RING_KIBS.flatMap((kib) =>
    RING_SIZES.map((processes) =>
      one(
        contextMetric(processes, kib),
        'lat_ctx',
        ['-s', `${kib}`, `${processes}`],
        contextSwitch(processes, kib),
      ),
    ),
  ),
  one('lat.pipe', 'lat_pipe', [], time('Pipe latency')),
  one('lat.unix', 'lat_unix', [], time('AF_UNIX sock stream latency')),
  one('lat.udp', 'lat_udp', [HOST], time(`UDP latency using ${HOST}`), 'udp-server'),
  {
    ...one('lat.tcp', 'lat_tcp', [HOST], time(`TCP latency using ${HOST}`), 'tcp-server'),
    port: 31_234,
  },
  {
    ...one(
      'lat.tcp_connect',
      'lat_connect',
      [HOST],
      time(`TCP/IP connection cost to ${HOST}`),
      'connect-server',
    ),
    port: 31_237,
  },
  {
    name: 'lat.file',
    program: 'lat_fs',
    args: ['/tmp'],
    values: Object.fromEntries(
      (['0', '10'] as const).flatMap((kib) =>
        (['create', 'delete'] as const).map((what) => [`lat.file_${what}_${kib}k`, fileTime(kib, what)]),
      ),
    ),
  },
  one('bw.pipe', 'bw_pipe', [], transfer('Pipe bandwidth: ')),
  one('bw.unix', 'bw_unix', [], transfer('AF_UNIX sock stream bandwidth: ')),
  one(
    'bw.tcp',
    'bw_tcp',
    ['-m', `${MESSAGE}`, '-M', '10m', HOST],
    transfer(`${(MESSAGE / 1e6).toFixed(6)} `),
    'bandwidth-server',
  ),
  one('bw.file_reread', 'bw_file_rd', ['1m', 'io_only', FILE], sweep(MIB), 'file'),
  one('bw.mmap_reread', 'bw_mmap_rd', ['1m', 'mmap_only', FILE], sweep(MIB), 'file'),
  memory('bw.mem_read', 'frd'),
  memory('bw.mem_write', 'fwr'),
  memory('bw.mem_copy', 'fcp'),
  memory('bw.mem_bcopy', 'bcopy'),
];

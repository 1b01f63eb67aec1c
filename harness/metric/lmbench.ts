// SPDX-License-Identifier: Apache-2.0
import { microDefinitions } from './micro.js';

/** Processes of the context switch metrics. */
export const RING_SIZES = [2, 8, 16] as const;

/** KiB that each process of the context switch metrics reads between two switches. */
export const RING_KIBS = [0, 16, 64] as const;

/** Metric of context switches, e.g. `lat.ctx_8p_16k`. */
export function contextMetric(processes: number, kib: number): string {
  return `lat.ctx_${processes}p_${kib}k`;
}

const CALLS: Readonly<Record<string, string>> = {
  null: 'getppid()',
  read: 'read() of one byte of /dev/zero',
  write: 'write() of one byte to /dev/null',
  stat: 'stat() of /tmp/file',
  fstat: 'fstat() of an open file',
  open: 'open() and close() of /tmp/file',
};

const LATENCIES: Readonly<Record<string, string>> = {
  select_file: 'select() on 100 descriptors of a file (lat_select)',
  select_tcp: 'select() on 100 descriptors of a TCP connection (lat_select)',
  signal_install: 'sigaction() (lat_sig install)',
  signal_handle: 'a signal that a process sends to itself and handles, without the sending (lat_sig catch)',
  protection_fault: 'a write to a read-only page and its signal, without the handling (lat_sig prot)',
  page_fault:
    'a read fault on a page of a file that is in memory, in random order, without the mapping (lat_pagefault)',
  mmap: 'mmap() of 1 MiB of a file, a write every 16 KiB of its first tenth, and munmap() (lat_mmap)',
  fork: 'fork(), exit and wait (lat_proc fork)',
  exec: 'fork(), execve() of a small dynamic program, exit and wait (lat_proc exec)',
  shell: 'fork(), /bin/sh -c (dash) with the same program, exit and wait (lat_proc shell)',
  pipe: 'one byte through a pipe to another process and one back (lat_pipe)',
  unix: 'one byte through an AF_UNIX stream to another process and one back (lat_unix)',
  udp: 'one message by UDP over loopback to another process and one back (lat_udp)',
  tcp: 'one byte by TCP over loopback to another process and one back (lat_tcp)',
  tcp_connect: 'connect() to a listening TCP socket over loopback, and close() (lat_connect)',
  file_create_0k: 'creating an empty file in a ramfs (lat_fs)',
  file_delete_0k: 'deleting an empty file of a ramfs (lat_fs)',
  file_create_10k: 'creating a file of 10 KiB in a ramfs (lat_fs)',
  file_delete_10k: 'deleting a file of 10 KiB of a ramfs (lat_fs)',
};

const BANDWIDTHS: Readonly<Record<string, string>> = {
  pipe: 'through a pipe between two processes, 64 KiB a call (bw_pipe)',
  unix: 'through an AF_UNIX stream between two processes, 64 KiB a call (bw_unix)',
  tcp: 'by TCP over loopback between two processes, 64 KiB a call (bw_tcp)',
};

const COPIES: Readonly<Record<string, string>> = {
  file_reread: 'reading a file of 1 MiB again by read() and adding its words up (bw_file_rd io_only)',
  mmap_reread: 'reading a mapped file of 1 MiB again and adding its words up (bw_mmap_rd mmap_only)',
  mem_read: 'reading 8 MiB of memory (bw_mem frd)',
  mem_write: 'writing 8 MiB of memory (bw_mem fwr)',
  mem_copy: 'copying 8 MiB of memory by an unrolled loop (bw_mem fcp)',
  mem_bcopy: "copying 8 MiB of memory by the C library's bcopy() (bw_mem bcopy)",
};

/** Metrics of memory and of copy loops, which exist under the wall clock only. */
export const WALL_BANDWIDTHS: readonly string[] = Object.keys(COPIES).map((name) => `bw.${name}`);

const definitions: Readonly<Record<string, string>> = Object.fromEntries<string>([
  ...Object.entries(CALLS).map(([call, words]): [string, string] => [
    `syscall.${call}`,
    `time of ${words}, as lat_syscall of lmbench reports it: through the packaged C library, nothing is taken off for the loop around it; resolution 0.1 ns.`,
  ]),
  ...Object.entries(LATENCIES).map(([name, words]): [string, string] => [
    `lat.${name}`,
    `time of ${words}, as lmbench reports it.`,
  ]),
  ...RING_KIBS.flatMap((kib) =>
    RING_SIZES.map((processes): [string, string] => [
      contextMetric(processes, kib),
      `time of one context switch in a ring of ${processes} processes joined by pipes, each reading ${kib} KiB of its own between two switches; lat_ctx of lmbench has taken off the pipe and the reading; resolution 10 ns.`,
    ]),
  ),
  ...Object.entries(BANDWIDTHS).map(([name, words]): [string, string] => [
    `bw.${name}`,
    `megabytes (10^6 bytes) per second ${words}, as lmbench reports it. Under the deterministic clock (MB/vs) mostly the instructions of the copying itself, the same on every kernel.`,
  ]),
  ...Object.entries(COPIES).map(([name, words]): [string, string] => [
    `bw.${name}`,
    `megabytes (10^6 bytes) per second ${words}, as lmbench reports it. Wall clock only: what limits it is memory and caches, which the deterministic clock does not have; there it would be the length of a copy loop.`,
  ]),
]);

/**
 * What each metric of lmbench is, by name. Where the workload `syscall` has a metric of the same name, the definition
 * says what it is in either.
 */
export const lmbenchDefinitions: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(definitions).map(([name, text]) => {
    const micro = microDefinitions[name];
    return [name, micro === undefined ? text : `scenario lmbench: ${text} Scenario syscall: ${micro}`];
  }),
);

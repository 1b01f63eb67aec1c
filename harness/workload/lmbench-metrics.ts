// SPDX-License-Identifier: Apache-2.0
import type { MetricDefinition } from '../metric/types.js';

/** Processes of the context switch metrics. */
export const RING_SIZES = [2, 8, 16] as const;

/** KiB that each process of the context switch metrics reads between two switches. */
export const RING_KIBS = [0, 16, 64] as const;

/** Metric of context switches, e.g. `lat.ctx_8p_16k`. */
export function contextMetric(processes: number, kib: number): string {
  return `lat.ctx_${processes}p_${kib}k`;
}

/** Title, and what is timed or moved, by the second part of a metric's name. */
type Words = Readonly<Record<string, readonly [title: string, words: string]>>;

const CALLS: Words = {
  null: ['getppid', 'getppid()'],
  read: ['read one byte', 'read() of one byte of /dev/zero'],
  write: ['write one byte', 'write() of one byte to /dev/null'],
  stat: ['stat', 'stat() of /tmp/file'],
  fstat: ['fstat', 'fstat() of an open file'],
  open: ['open and close', 'open() and close() of /tmp/file'],
};

const LATENCIES: Words = {
  select_file: ['select on 100 file descriptors', 'select() on 100 descriptors of a file (lat_select)'],
  select_tcp: [
    'select on 100 TCP descriptors',
    'select() on 100 descriptors of a TCP connection (lat_select)',
  ],
  signal_install: ['Install a signal handler', 'sigaction() (lat_sig install)'],
  signal_handle: [
    'Handle a signal',
    'a signal that a process sends to itself and handles, without the sending (lat_sig catch)',
  ],
  protection_fault: [
    'Protection fault',
    'a write to a read-only page and its signal, without the handling (lat_sig prot)',
  ],
  page_fault: [
    'Page fault',
    'a read fault on a page of a file that is in memory, in random order, without the mapping (lat_pagefault)',
  ],
  mmap: [
    'Map and unmap 1 MiB',
    'mmap() of 1 MiB of a file, a write every 16 KiB of its first tenth, and munmap() (lat_mmap)',
  ],
  fork: ['fork and exit', 'fork(), exit and wait (lat_proc fork)'],
  exec: ['fork and execve', 'fork(), execve() of a small dynamic program, exit and wait (lat_proc exec)'],
  shell: [
    'fork and /bin/sh -c',
    'fork(), /bin/sh -c (dash) with the same program, exit and wait (lat_proc shell)',
  ],
  pipe: ['Pipe round trip', 'one byte through a pipe to another process and one back (lat_pipe)'],
  unix: [
    'AF_UNIX round trip',
    'one byte through an AF_UNIX stream to another process and one back (lat_unix)',
  ],
  udp: ['UDP round trip', 'one message by UDP over loopback to another process and one back (lat_udp)'],
  tcp: ['TCP round trip', 'one byte by TCP over loopback to another process and one back (lat_tcp)'],
  tcp_connect: [
    'TCP connect',
    'connect() to a listening TCP socket over loopback, and close() (lat_connect)',
  ],
  file_create_0k: ['Create an empty file', 'creating an empty file in a ramfs (lat_fs)'],
  file_delete_0k: ['Delete an empty file', 'deleting an empty file of a ramfs (lat_fs)'],
  file_create_10k: ['Create a file of 10 KiB', 'creating a file of 10 KiB in a ramfs (lat_fs)'],
  file_delete_10k: ['Delete a file of 10 KiB', 'deleting a file of 10 KiB of a ramfs (lat_fs)'],
};

const BANDWIDTHS: Words = {
  pipe: ['Pipe bandwidth', 'through a pipe between two processes, 64 KiB a call (bw_pipe)'],
  unix: ['AF_UNIX bandwidth', 'through an AF_UNIX stream between two processes, 64 KiB a call (bw_unix)'],
  tcp: ['TCP bandwidth', 'by TCP over loopback between two processes, 64 KiB a call (bw_tcp)'],
};

/** Metrics of memory and of copy loops, which exist under the wall clock only. */
const COPIES: Words = {
  file_reread: [
    'Read a file again',
    'reading a file of 1 MiB again by read() and adding its words up (bw_file_rd io_only)',
  ],
  mmap_reread: [
    'Read a mapped file again',
    'reading a mapped file of 1 MiB again and adding its words up (bw_mmap_rd mmap_only)',
  ],
  mem_read: ['Read memory', 'reading 8 MiB of memory (bw_mem frd)'],
  mem_write: ['Write memory', 'writing 8 MiB of memory (bw_mem fwr)'],
  mem_copy: ['Copy memory (loop)', 'copying 8 MiB of memory by an unrolled loop (bw_mem fcp)'],
  mem_bcopy: ['Copy memory (C library)', "copying 8 MiB of memory by the C library's bcopy() (bw_mem bcopy)"],
};

const contexts: Record<string, MetricDefinition> = Object.fromEntries(
  RING_KIBS.flatMap((kib) =>
    RING_SIZES.map((processes): [string, MetricDefinition] => [
      contextMetric(processes, kib),
      {
        title: `Context switch, ${processes} processes, ${kib} KiB`,
        definition: `time of one context switch in a ring of ${processes} processes joined by pipes, each reading ${kib} KiB of its own between two switches; lat_ctx of lmbench has taken off the pipe and the reading; resolution 10 ns.`,
        ...{ unit: 'ns', direction: 'lower' },
      },
    ]),
  ),
);

function declared(
  prefix: string,
  words: Words,
  define: (title: string, words: string) => MetricDefinition,
): Record<string, MetricDefinition> {
  return Object.fromEntries(
    Object.entries(words).map(([name, [title, what]]) => [`${prefix}.${name}`, define(title, what)]),
  );
}

/** What each metric of lmbench is, by name. */
export const lmbenchMetrics: Readonly<Record<string, MetricDefinition>> = {
  ...declared('syscall', CALLS, (title, words) => ({
    title: `${title} (lat_syscall)`,
    definition: `time of ${words}, as lat_syscall of lmbench reports it: through the packaged C library, nothing is taken off for the loop around it; resolution 0.1 ns.`,
    ...{ unit: 'ns', direction: 'lower' },
  })),
  ...declared('lat', LATENCIES, (title, words) => ({
    title,
    definition: `time of ${words}, as lmbench reports it.`,
    ...{ unit: 'ns', direction: 'lower' },
  })),
  ...contexts,
  ...declared('bw', BANDWIDTHS, (title, words) => ({
    title,
    definition: `megabytes (10^6 bytes) per second ${words}, as lmbench reports it. Under the deterministic clock mostly the instructions of the copying itself, the same on every kernel.`,
    ...{ unit: 'MB/s', direction: 'higher' },
  })),
  ...declared('bw', COPIES, (title, words) => ({
    title,
    definition: `megabytes (10^6 bytes) per second ${words}, as lmbench reports it. What limits it is memory and caches, which the deterministic clock does not have; there it would be the length of a copy loop.`,
    ...{ unit: 'MB/s', direction: 'higher', clock: 'wall' },
  })),
};

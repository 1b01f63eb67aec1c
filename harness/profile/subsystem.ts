// SPDX-License-Identifier: Apache-2.0
import { ownValue } from '../core/own.js';
import type { CodeFunction } from './types.js';

/** Folders of the kernel whose own folders are worth telling apart. */
const DEEPER = ['arch', 'drivers', 'fs', 'kernel', 'net'];

/** What folders of the kernel are about, for readers who do not know its tree. */
const WORDS: Readonly<Record<string, string>> = {
  'arch/x86/entry': 'entry and exit of the kernel',
  'arch/x86': 'code for the processor',
  block: 'block devices',
  crypto: 'cryptography',
  'drivers/tty': 'terminals and serial ports',
  fs: 'files',
  init: 'start of the kernel',
  ipc: 'System V IPC',
  kernel: 'processes and signals',
  'kernel/bpf': 'BPF',
  'kernel/cgroup': 'control groups',
  'kernel/entry': 'entry and exit of the kernel',
  'kernel/events': 'performance events',
  'kernel/irq': 'interrupts',
  'kernel/locking': 'locks',
  'kernel/printk': 'messages of the kernel',
  'kernel/rcu': 'RCU',
  'kernel/sched': 'scheduler',
  'kernel/time': 'timers and clocks',
  'kernel/trace': 'tracing',
  lib: 'helpers',
  mm: 'memory',
  net: 'network',
  'net/core': 'network, its core',
  'net/ipv4': 'IPv4 and TCP',
  'net/ipv6': 'IPv6',
  'net/netfilter': 'packet filter',
  'net/sched': 'packet scheduler',
  'net/unix': 'Unix sockets',
  security: 'security hooks',
};

/** Where code belongs: the folder of the kernel's source, e.g. `kernel/sched`; the program or library; empty for kernel code of unknown source. */
export function subsystemOf({ object, kernel, source }: CodeFunction): string {
  if (!kernel) return object;
  const folders = source.split('/').slice(0, -1);
  const [top = ''] = folders;
  if (top === 'arch') return folders.slice(0, folders[2] === 'entry' ? 3 : 2).join('/');
  return DEEPER.includes(top) ? folders.slice(0, 2).join('/') : top;
}

/** A subsystem for readers: `security (security hooks)`. */
export function subsystemWords(subsystem: string): string {
  if (subsystem === '') return 'kernel, source not known';
  const words = ownValue(WORDS, subsystem);
  return words === undefined ? subsystem : `${subsystem} (${words})`;
}

// SPDX-License-Identifier: Apache-2.0
import { kernelEntries } from './entries.js';
import { type KernelFile, numbersAt } from './kernel.js';

/** Something that happens each time the instruction at an address is executed. */
export interface KernelEvent {
  kind: 'interrupts' | 'exceptions' | 'softirqs' | 'syscalls';
  /** E.g. `irq 0`, `page_fault`, `9 rcu`, `0 read`. */
  name: string;
}

/** Softirqs by number: their name, and the functions that handle them in one version of Linux or another. */
const SOFTIRQS: readonly (readonly [name: string, ...handlers: string[]])[] = [
  ['hi', 'tasklet_hi_action'],
  ['timer', 'run_timer_softirq'],
  ['net_tx', 'net_tx_action'],
  ['net_rx', 'net_rx_action'],
  ['block', 'blk_done_softirq'],
  ['irq_poll', 'irq_poll_softirq'],
  ['tasklet', 'tasklet_action'],
  ['sched', 'run_rebalance_domains', 'sched_balance_softirq'],
  ['hrtimer', 'hrtimer_run_softirq'],
  ['rcu', 'rcu_core_si', 'rcu_process_callbacks'],
];

/** Most system calls that a table may have. */
const MOST_CALLS = 2048;

/** What happens in a kernel, by the address whose execution counts it. */
export function kernelEvents(kernel: KernelFile): ReadonlyMap<bigint, KernelEvent> {
  const events = new Map<bigint, KernelEvent>();
  for (const [name, numbers] of systemCalls(kernel)) {
    const address = kernel.symbol(name)?.address;
    if (address !== undefined) events.set(address, { kind: 'syscalls', name: callName(name, numbers) });
  }
  for (const [number, [name, ...handlers]] of SOFTIRQS.entries()) {
    for (const handler of handlers) {
      const address = kernel.symbol(handler)?.address;
      if (address !== undefined) events.set(address, { kind: 'softirqs', name: `${number} ${name}` });
    }
  }
  for (const { address, kind, name } of kernelEntries(kernel)) {
    events.set(address, { kind: kind === 'interrupt' ? 'interrupts' : 'exceptions', name });
  }
  return events;
}

/** Numbers of the system calls by the function that carries them out. */
function systemCalls(kernel: KernelFile): Map<string, number[]> {
  const table = kernel.symbol('sys_call_table');
  const calls = new Map<string, number[]>();
  if (table === undefined) return calls;
  const count = Math.min(table.size / 8, MOST_CALLS);
  for (const [number, address] of numbersAt(kernel, table.address, count).entries()) {
    const found = kernel.code.at(address);
    if (found?.start === address) calls.set(found.name, [...(calls.get(found.name) ?? []), number]);
  }
  return calls;
}

function callName(name: string, numbers: readonly number[]): string {
  const plain = name.replace(/^(?:__x64_)?(?:sys_)?/, '');
  return plain === 'ni_syscall' ? 'not implemented' : `${numbers.join('/')} ${plain}`;
}

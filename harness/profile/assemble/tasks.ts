// SPDX-License-Identifier: Apache-2.0
import { ownValue } from '../../core/own.js';
import { posix } from 'node:path';
import type { BlockResolver } from '../resolve/blocks.js';
import type { RawTask } from '../raw/types.js';

/** Functions of kernel threads whose purpose has another name. */
const THREADS: Readonly<Partial<Record<string, string>>> = {
  worker_thread: 'kworker',
  rescuer_thread: 'kworker (rescuer)',
  ksoftirqd_should_run: 'ksoftirqd',
  run_ksoftirqd: 'ksoftirqd',
  cpu_stop_should_run: 'migration',
  cpu_stopper_thread: 'migration',
  cpuhp_should_run: 'cpuhp',
  cpuhp_thread_fun: 'cpuhp',
  rcu_cpu_kthread_should_run: 'rcuc',
  rcu_cpu_kthread: 'rcuc',
};

/** Number of the task in which the kernel begins, and which runs when no other wants to. */
const FIRST = 1;

/** Names of tasks by number: the program that each runs, or for a kernel thread the function that it is for. */
export function namesOfTasks(
  tasks: readonly RawTask[],
  resolver: BlockResolver,
): ReadonlyMap<number, string> {
  return new Map(tasks.map((task) => [task.number, nameOf(task, resolver)]));
}

function nameOf({ number, function: code, blocks }: RawTask, resolver: BlockResolver): string {
  if (number === FIRST) return 'swapper';
  const programs = blocks.flatMap((block) => resolver.programOf(block) ?? []);
  const program = programs.find(({ executable }) => executable) ?? programs[0];
  if (program !== undefined) return posix.basename(program.object);
  if (blocks.length > 0) return 'unknown program';
  const name = code === 0n ? undefined : resolver.kernelName(code);
  return name === undefined ? 'new task' : (ownValue(THREADS, name) ?? name);
}

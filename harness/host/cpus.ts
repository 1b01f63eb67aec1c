// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { measureError, usageError } from '../core/errors.js';
import { parseCpuList } from '../core/cpu-list.js';

/** CPUs on which a process may run, and which of them share a core. */
export interface CpuLayout {
  /** Numbers, ascending; never empty. */
  allowed: readonly number[];
  /** Core by CPU, in any words that are equal for CPUs of one core; a CPU without an entry has a core of its own. */
  core: ReadonlyMap<number, string>;
  /** Those of them that are kept from everything else while somebody measures; missing where none are. */
  isolated?: readonly number[] | undefined;
}

/** The VMM's main loop and its virtual CPU. */
const THREADS = 2;

/** What this process may use. */
export async function cpuLayout(): Promise<CpuLayout> {
  const status = await readFile('/proc/self/status', 'utf8');
  const allowed = parseCpuList(/^Cpus_allowed_list:\s*(\S+)$/m.exec(status)?.[1] ?? '0');
  const cores = allowed.map(async (cpu): Promise<[number, string]> => {
    const path = `/sys/devices/system/cpu/cpu${cpu}/topology/thread_siblings_list`;
    return [cpu, (await readFile(path, 'utf8').catch(() => `${cpu}`)).trim()];
  });
  return { allowed, core: new Map(await Promise.all(cores)) };
}

/**
 * CPUs for a VMM whose time is measured: one for each of its threads, on cores of their own, and never the first core,
 * which stays for the harness and for interrupts. With two CPUs one is left for the harness; a single one is shared. Where
 * CPUs are isolated for this it is those.
 */
export function chooseCpus({ allowed, core, isolated = [] }: CpuLayout): number[] {
  if (isolated.length > 0) return isolated.slice(0, THREADS);
  const coreOf = (cpu: number): string => core.get(cpu) ?? `${cpu}`;
  const [first, ...others] = allowed.filter(
    (cpu, index) => allowed.findIndex((other) => coreOf(other) === coreOf(cpu)) === index,
  );
  if (others.length > 0) return others.slice(0, THREADS);
  // All on one core: still not the same CPU.
  const sibling = allowed.find((cpu) => cpu !== first);
  return [sibling ?? first ?? 0];
}

/**
 * CPU for a client whose load is measured against a VMM: on a core of its own where there is one left, else on the
 * harness's, which sleeps meanwhile; never on a CPU of the VMM.
 * @throws BenchError `LOAD_CPUS` (exit 3) when the VMM has all of them.
 */
export function clientCpu({ allowed, core, isolated = [] }: CpuLayout, vmm: readonly number[]): number {
  const coreOf = (cpu: number): string => core.get(cpu) ?? `${cpu}`;
  const taken = new Set(vmm.map(coreOf));
  const free = allowed.filter((cpu) => !vmm.includes(cpu) && !isolated.includes(cpu));
  const [first, ...others] = free.filter((cpu) => !taken.has(coreOf(cpu)));
  const own = others.find((cpu) => coreOf(cpu) !== coreOf(allowed[0] ?? 0));
  const chosen = own ?? first ?? free[0];
  if (chosen !== undefined) return chosen;
  throw measureError(
    'LOAD_CPUS',
    `a load from the host needs a CPU beside those of the VMM; of ${allowed.join(', ')} it has ${vmm.join(', ')}.`,
    'Measure where this process may use two CPUs or more, or leave it one with --cpus.',
  );
}

/**
 * CPUs that the user named, if this process may use them: all of them isolated, or none.
 * @throws BenchError `CPUS_INVALID` (exit 2).
 */
export function requireCpus(wanted: readonly number[], { allowed, isolated = [] }: CpuLayout): number[] {
  const missing = wanted.filter((cpu) => !allowed.includes(cpu));
  const apart = wanted.filter((cpu) => isolated.includes(cpu));
  if (missing.length === 0 && apart.length > 0 && apart.length < wanted.length) {
    throw usageError(
      'CPUS_INVALID',
      `of CPUs ${wanted.join(', ')} only ${apart.join(', ')} are isolated, and no process may use both kinds.`,
      `Name isolated ones (${isolated.join(', ')}), or others only.`,
    );
  }
  if (wanted.length > 0 && missing.length === 0) return [...wanted];
  throw usageError(
    'CPUS_INVALID',
    `this process may not run on CPU ${missing.join(', ')}.`,
    `Run where it may (here: ${allowed.join(', ')}), or start a new run with --cpus.`,
  );
}

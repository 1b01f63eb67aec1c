// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { buildConfine } from '../../confine/helper.js';
import { measureError } from '../../core/errors.js';
import type { Progress } from '../../core/progress.js';
import { countedRoot } from '../../image/kvm-host/counted-root.js';
import type { Monitor } from '../../vmm/types.js';
import { buildKeeper } from '../keeper/helper.js';
import { buildCountedInit } from './helper.js';
import { PROGRAMS } from './job.js';
import { COUNTED, type CountedKernel, type CountedMachine } from './machine.js';

/** How something is made that takes long. */
export interface Making {
  progress: Progress;
  signal?: AbortSignal | undefined;
}

/** What a counted host is made from beside packages and programs of ours. */
export interface CountedSources {
  /** Its kernel, from the cache or built. */
  kernel: (how: Making) => Promise<CountedKernel>;
  /** What runs guests on it; the monitor that emulates it when missing. */
  inner?: Monitor | undefined;
}

/**
 * Makes what every boot on a counted host has: its kernel and its root. The monitor that emulates it is the first one that counts
 * instructions; the one that runs guests on it is the same program from a package, or another that can be carried.
 * @throws BenchError (exit 3) `MONITOR_CARRIED`, `KEEPER_HELPER`, `CONFINE_HELPER`, `COUNTED_HELPER`, and what the builds of a kernel and a
 *   root throw.
 */
export async function makeCounted(
  monitors: readonly Monitor[],
  { kernel, inner }: CountedSources,
  how: Making,
): Promise<CountedMachine> {
  const { progress, signal } = how;
  const outer = monitors.find(
    ({ clocks, carried }) => clocks.includes('deterministic') && carried !== undefined,
  );
  const carried = (inner ?? outer)?.carried;
  if (outer === undefined || carried === undefined) throw noMonitor(monitors);
  const outerVersion = await outer.version();
  const own = [
    { path: PROGRAMS.init, data: await readFile(await buildCountedInit(signal)) },
    { path: PROGRAMS.keeper, data: await readFile(await buildKeeper(signal)) },
    { path: PROGRAMS.confine, data: await readFile(await buildConfine(signal)) },
  ];
  const built = await kernel(how);
  const root = await countedRoot(carried, own, {
    signal,
    onProgress: (text) => {
      progress.step(text);
    },
    onNote: (text) => {
      progress.note(text);
    },
  });
  const name = (inner ?? outer).name;
  return { outer, outerVersion, inner: carried, monitor: name, kernel: built, root };
}

function noMonitor(monitors: readonly Monitor[]): Error {
  return measureError(
    'MONITOR_CARRIED',
    `none of the monitors ${monitors.map(({ name }) => name).join(', ')} can be put on the host ${COUNTED}.`,
    'Choose another host.',
  );
}

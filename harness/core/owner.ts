// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasCode } from './files.js';
import { foreign, partsOf, rawText } from './foreign.js';

/** A process of this machine, told from a later one that has the same number. */
export interface Owner {
  pid: number;
  /** When it was started, in ticks since this machine was, and which start of the machine that was. */
  started: string;
}

/** Between two looks at a process that is to end, ms. */
const LOOK_MS = 50;

/** The process that has this number now; this one when none is named. */
export async function ownerOf(pid = process.pid): Promise<Owner> {
  return { pid, started: (await startOf(pid)) ?? '' };
}

/** Whether a process still runs. */
export async function isRunning({ pid, started }: Owner): Promise<boolean> {
  return started !== '' && (await startOf(pid)) === started;
}

/**
 * Sends a signal to a process, if it is still the same one, and waits for its end.
 * @returns whether it has ended within the time.
 */
export async function endOwner(owner: Owner, name: NodeJS.Signals, withinMs: number): Promise<boolean> {
  const until = performance.now() + withinMs;
  if (await isRunning(owner)) {
    try {
      process.kill(owner.pid, name);
    } catch (error) {
      if (!hasCode(error, 'ESRCH')) throw error;
    }
  }
  while (await isRunning(owner)) {
    if (performance.now() > until) return false;
    await sleep(LOOK_MS);
  }
  return true;
}

/** State and start of a process, behind its name, which may have any character. */
const STAT = /^.*\) ([A-Z])(?: -?\d+){18} (\d+) /s;

async function startOf(pid: number): Promise<string | undefined> {
  try {
    const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
    const [, state, ticks] = partsOf(foreign(await readFile(`/proc/${pid}/stat`, 'utf8')), STAT) ?? [];
    // One that is dead, and whose parent has not asked yet how it ended, does nothing any more.
    if (state === undefined || ticks === undefined || /[ZX]/.test(rawText(state))) return undefined;
    return `${rawText(ticks)} ${boot}`;
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ESRCH')) return undefined;
    throw error;
  }
}

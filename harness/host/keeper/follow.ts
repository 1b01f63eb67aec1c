// SPDX-License-Identifier: Apache-2.0
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { attemptError } from '../../core/errors.js';
import { type Foreign, foreign } from '../../core/foreign.js';
import { hasCode } from '../../core/files.js';
import { type KeptBoot, type Question, askKeeper, isPassing } from './ask.js';

/** First and longest pause before a host is asked again that could not be reached, ms. */
const PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5000;

/** So many quick answers in a row are usual at the beginning and the end of a boot. */
const MOST_QUICK = 20;

/** No boot is followed for longer than this, ms, or twice its time where that is more. */
const ENDLESS_MS = 600_000;

/** A boot to be followed to its end. */
export interface Followed extends Pick<Question, 'limit' | 'files' | 'signal'> {
  boot: KeptBoot;
  /** Its job, for a host that may not have it yet. */
  job: Uint8Array;
  /** Folder here in which its files are put. */
  folder: string;
  /** A host that says nothing for so long is given up, ms. */
  patienceMs: number;
  /** Called once, with what the boot is called there. */
  onBegun: (name: Foreign) => void;
}

/**
 * Begins a boot on a host, unless it is going on there already, and follows it to its end, whatever becomes of the connection.
 * @throws BenchError (exit 3): `KEEPER_DIED`, `KEEPER_ENDLESS`; what {@link askKeeper} throws, for a lost connection only when patience is over.
 */
export async function followBoot(followed: Followed): Promise<void> {
  const { boot, job, folder, limit, files, signal, patienceMs, onBegun } = followed;
  const began = performance.now();
  let heard = began;
  let pause = PAUSE_MS;
  let begun = false;
  let quick = 0;
  for (;;) {
    const asked = performance.now();
    try {
      const from = await lengthOf(join(folder, 'console'));
      const most = (name: string): number | undefined =>
        name === 'console' ? Math.max(0, limit - from) : files.most(name);
      const question = { job: begun ? undefined : job, from, limit, files: { ...files, most }, signal };
      const state = await askKeeper(boot, question);
      heard = performance.now();
      pause = PAUSE_MS;
      if (!begun) onBegun(await textOf(folder, 'begun'));
      begun = true;
      if (state === 'ended') return;
      if (state === 'died') throw died(boot.shell.name);
      // The keeper itself ends a boot in time: this one has none, or lies.
      if (heard - began > Math.max(2 * patienceMs, ENDLESS_MS)) throw endless(boot.shell.name);
      quick = heard - asked < PAUSE_MS ? quick + 1 : 0;
      if (quick > MOST_QUICK) await delay(PAUSE_MS, undefined, { signal });
    } catch (error) {
      if (!isPassing(error) || performance.now() - heard > patienceMs) throw error;
      await delay(pause, undefined, { signal });
      pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
    }
  }
}

function endless(host: string): Error {
  return attemptError(
    'KEEPER_ENDLESS',
    `a boot on host ${host} goes on long after its time, as that host says.`,
    'Look at that host: its clock, and what runs in the folder for boots; `resume` tries again.',
  );
}

function died(host: string): Error {
  return attemptError(
    'KEEPER_DIED',
    `what kept the boot on host ${host} was killed, and the guest ended with it.`,
    'Look for who kills processes there (out of memory, a login manager that ends what a user leaves); `resume` tries again.',
  );
}

/** What a boot left in one of its files; empty when it left none. */
export async function textOf(folder: string, name: string): Promise<Foreign> {
  const text = await readFile(join(folder, name), 'utf8').catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return '';
    throw error;
  });
  return foreign(text);
}

async function lengthOf(path: string): Promise<number> {
  return await stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

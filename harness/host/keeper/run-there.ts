// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type BootNonce, nonceFor } from '../../boot/nonce.js';
import { type Observation, observerOf } from '../../boot/observer.js';
import { watchConsole } from '../../vmm/console-watch.js';
import { type KeptBoot, filesInto, isPassing, stopLost } from './ask.js';
import { begunNonce, jobName } from './begun.js';
import { type Followed, followBoot } from './follow.js';
import type { KeepConsole, KeepCounts } from '../types.js';
import { type PlannedBoot, keptJob } from './job.js';
import { longestFile } from './longest.js';
import { jobBytes } from './words.js';

/** A host that was not reached for longer than a boot may take, and so much, ms, is given up. */
const PATIENCE_MS = 60_000;

/** Before the end of a lost guest is asked for again, ms. */
const AGAIN_MS = 1000;

/** A boot to make on another host. */
export interface ThereBoot extends Pick<
  PlannedBoot,
  'request' | 'files' | 'dir' | 'helpers' | 'monitor' | 'group'
> {
  /** Since when the host runs, where the boot is to be made in that life of it only. */
  life?: string | undefined;
  signal: AbortSignal;
  keep?: KeepConsole | undefined;
  counted?: KeepCounts | undefined;
  /** A host that says nothing for so long is given up, ms; the boot's own time and a minute when missing. */
  patienceMs?: number | undefined;
}

/** A boot that has ended, its files here. */
export interface LeftBoot {
  argv: string[];
  made: BootNonce;
  observation: Observation;
}

/** Runs a boot on a host to its end, and puts what it left into a folder here. */
export async function runThere(kept: KeptBoot, boot: ThereBoot, folder: string): Promise<LeftBoot> {
  const { request, signal, patienceMs = request.timeoutMs + PATIENCE_MS } = boot;
  const own = nonceFor(request);
  const observe = (made: BootNonce): Observation => observerOf(request)(made.nonce, request.bound);
  const { awaited } = observe(own);
  const { job, argv } = keptJob({ ...boot, uuid: own.uuid, awaited, name: jobName(own.uuid, request) });
  const limit = request.consoleBytes;
  const files = filesInto(folder, (name) => longestFile(name, request));
  let left: LeftBoot | undefined;
  const watching = new AbortController();
  const broken = new AbortController();
  let watched: Promise<void> | undefined;
  const onBegun: Followed['onBegun'] = (name) => {
    const made = begunNonce(name, request, kept.shell.name);
    left = { argv, made, observation: observe(made) };
    watched = endLost(kept, folder, left, limit, watching.signal).catch((error: unknown) => {
      broken.abort(error);
    });
  };
  try {
    const either = AbortSignal.any([signal, broken.signal]);
    const followed = { limit, files, signal: either, boot: kept, job: jobBytes(job), folder, patienceMs };
    await followBoot({ ...followed, onBegun });
  } catch (error) {
    throw broken.signal.aborted && !signal.aborted ? broken.signal.reason : error;
  } finally {
    watching.abort();
    await watched;
  }
  if (left === undefined) throw new Error('a boot ended that never began');
  return left;
}

/** Looks at the console that comes here, and has a guest ended that will not end by itself. */
async function endLost(
  kept: KeptBoot,
  folder: string,
  { observation }: LeftBoot,
  consoleBytes: number,
  signal: AbortSignal,
): Promise<void> {
  const consolePath = join(folder, 'console');
  const verdict = await watchConsole({ consolePath, consoleBytes, watch: observation.watch }, signal);
  while (verdict === 'lost' && !signal.aborted) {
    try {
      await stopLost(kept, signal);
      return;
    } catch (error) {
      // The boot has ended meanwhile, or its time limit ends it.
      if (!isPassing(error)) return;
    }
    await delay(AGAIN_MS, undefined, { signal }).catch(() => undefined);
  }
}

// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import { nonceFor } from '../boot/nonce.js';
import { observerOf } from '../boot/observer.js';
import type { BootResult } from '../boot/types.js';
import { diskFull, freeBytes } from '../core/files.js';
import { type Driven, driveLoad } from '../load/drive.js';
import { type GuestNetwork, openGuestNetwork } from '../load/guest-network.js';
import { withLoad } from '../load/verdict.js';
import type { ConsoleWatch, Monitor, VmTap } from '../vmm/types.js';
import { LEAST_ROOM, judgeEnded } from './ended.js';
import { type PlacedBoot, specOf } from './spec.js';
import type { KeepConsole, KeepCounts } from './types.js';

/** A boot to make on this machine. */
export interface LocalBoot extends PlacedBoot {
  monitor: Monitor;
  signal: AbortSignal;
  keep?: KeepConsole | undefined;
  counted?: KeepCounts | undefined;
}

/**
 * Makes one boot with a monitor of this machine, under a load from this machine when the request has one.
 * @throws BenchError `DISK_FULL`, `NAMESPACE_REFUSED`, `TAP_REFUSED`, `GUEST_NETWORK_FAILED`, `LOAD_HELPERS` (exit 3); an
 *   AbortError when interrupted.
 */
export async function bootHere(boot: LocalBoot): Promise<BootResult> {
  const { request, signal } = boot;
  if (request.load === undefined) return await runGuest(boot);
  const network = await openGuestNetwork(signal);
  const guestEnded = new AbortController();
  let loaded = false;
  try {
    const driven = loadGuest(boot, network, guestEnded.signal).finally(() => {
      loaded = true;
    });
    const isLoaded = request.load.knock === undefined ? undefined : (): boolean => loaded;
    const guest = runGuest(boot, network, isLoaded).finally(() => {
      guestEnded.abort();
    });
    const [booted, load] = await Promise.allSettled([guest, driven]);
    if (booted.status === 'rejected') throw booted.reason;
    if (load.status === 'rejected') throw load.reason;
    return withLoad(booted.value, load.value, request.load);
  } finally {
    await network.close();
  }
}

async function loadGuest(
  { request: { load }, files, dir }: LocalBoot,
  network: GuestNetwork,
  ended: AbortSignal,
): Promise<Driven> {
  if (load === undefined) return { outputs: [] };
  const outputPath = (client: string): string => join(dir, client);
  return await driveLoad({ ...load, network, dir: files('clients'), outputPath }, ended);
}

/** @param isLoaded of a guest that nobody tells that its load is over: when it is. */
async function runGuest(boot: LocalBoot, tap?: VmTap, isLoaded?: () => boolean): Promise<BootResult> {
  const { monitor, request, dir, signal, keep, counted } = boot;
  const consolePath = join(dir, 'console');
  const made = nonceFor(request);
  const observation = observerOf(request)(made.nonce, request.bound);
  const { awaited } = observation;
  const watch: ConsoleWatch = {
    take: (chunk) => {
      observation.watch.take(chunk);
    },
    isLost: () => observation.watch.isLost() || isLoaded?.() === true,
  };
  const spec = { ...specOf(boot, tap), uuid: made.uuid, consolePath, awaited, watch };
  const exit = await monitor.run(spec, signal);
  const ended = { request, exit, made, observation, consolePath, folder: dir, out: spec.profile?.out };
  return await judgeEnded({ ...ended, requireRoom: () => requireFreeSpace(dir), keep, counted });
}

/** A console cut off by a full disk looks like a guest that fell silent: that is no result. */
async function requireFreeSpace(dir: string): Promise<void> {
  if ((await freeBytes(dir)) < LEAST_ROOM) throw diskFull(dir, 'no space left for the console');
}

// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { judgeBoot } from '../boot/judge.js';
import { type Observer, observerOf } from '../boot/observer.js';
import type { BootRequest } from '../boot/request.js';
import type { ArtifactRole } from '../core/artifact.js';
import { diskFull, freeBytes } from '../core/files.js';
import { type Driven, driveLoad } from '../load/drive.js';
import { type GuestNetwork, openGuestNetwork } from '../load/guest-network.js';
import { withLoad } from '../load/verdict.js';
import type { Monitor, VmExit, VmSpec, VmTap } from '../vmm/types.js';
import { BOOT_FOLDER } from './scratch.js';
import type { BootOutput } from './types.js';

/** A console is a few KiB; with less than this on the disk it may be incomplete. */
const LEAST_ROOM = 64 * 1024;

/** A boot to make on this machine. */
export interface LocalBoot {
  monitor: Monitor;
  request: BootRequest;
  /** Path of an artefact of the request. */
  files: (role: ArtifactRole) => string;
  /** Empty folder for the boot's own files. */
  dir: string;
  signal: AbortSignal;
}

/**
 * Makes one boot with a monitor of this machine, under a load from this machine when the request has one.
 * @throws BenchError `DISK_FULL`, `NAMESPACE_REFUSED`, `TAP_REFUSED`, `GUEST_NETWORK_FAILED`, `LOAD_HELPERS` (exit 3); an
 *   AbortError when interrupted.
 */
export async function bootHere(boot: LocalBoot): Promise<BootOutput> {
  const { request, signal } = boot;
  if (request.load === undefined) return await runGuest(boot);
  const network = await openGuestNetwork(signal);
  const guestEnded = new AbortController();
  try {
    const driven = loadGuest(boot, network, guestEnded.signal);
    const guest = runGuest(boot, network).finally(() => {
      guestEnded.abort();
    });
    const [booted, loaded] = await Promise.allSettled([guest, driven]);
    if (booted.status === 'rejected') throw booted.reason;
    if (loaded.status === 'rejected') throw loaded.reason;
    return { ...booted.value, result: withLoad(booted.value.result, loaded.value) };
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

async function runGuest(boot: LocalBoot, tap?: VmTap): Promise<BootOutput> {
  const { monitor, request, dir, signal } = boot;
  const consolePath = join(dir, 'console');
  const observer = observerOf(request.observer);
  const exit = await monitor.run(specOf(boot, consolePath, observer, tap), signal);
  const console = await readFile(consolePath).catch(() => Buffer.alloc(0));
  const result = judgeBoot(withoutFolder(exit, dir), observer.read(console), request);
  if (result.failure !== undefined) await requireFreeSpace(dir);
  return { result, console };
}

function specOf(
  { request, files }: LocalBoot,
  consolePath: string,
  { awaited, isLost }: Observer,
  tap: VmTap | undefined,
): VmSpec {
  const { clock, memoryMib, cmdline, timeoutMs, cpus, idle, artifacts } = request;
  const root = artifacts.some(({ role }) => role === 'disk')
    ? { disk: files('disk') }
    : { initramfs: files('initrd') };
  return {
    kernel: files('kernel'),
    ...root,
    ...{ clock, memoryMib, cmdline, timeoutMs, consolePath, awaited, isLost, cpus, tap },
    waitsForHost: idle === 'real',
  };
}

/** Folders of boots have names by chance, which must not make equal boots differ. */
function withoutFolder(exit: VmExit, dir: string): VmExit {
  return { ...exit, argv: exit.argv.map((word) => word.replaceAll(dir, () => BOOT_FOLDER)) };
}

/** A console cut off by a full disk looks like a guest that fell silent: that is no result. */
async function requireFreeSpace(dir: string): Promise<void> {
  if ((await freeBytes(dir)) < LEAST_ROOM) throw diskFull(dir, 'no space left for the console');
}

// SPDX-License-Identifier: Apache-2.0
import { createReadStream } from 'node:fs';
import { stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { judgeBoot } from '../boot/judge.js';
import { newNonce, withoutNonce } from '../boot/nonce.js';
import { observerOf } from '../boot/observer.js';
import type { BootRequest } from '../boot/request.js';
import type { BootResult } from '../boot/types.js';
import type { ArtifactRole } from '../core/artifact.js';
import { BenchError, measureError } from '../core/errors.js';
import { diskFull, freeBytes, hasCode } from '../core/files.js';
import { readRegular } from '../core/regular-file.js';
import { type Driven, driveLoad } from '../load/drive.js';
import { type GuestNetwork, openGuestNetwork } from '../load/guest-network.js';
import { withLoad } from '../load/verdict.js';
import { type Monitor, PROFILE_BYTES, type VmProfile, type VmSpec, type VmTap } from '../vmm/types.js';
import { BOOT_FOLDER } from './scratch.js';
import type { KeepConsole, KeepCounts } from './types.js';

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
  keep?: KeepConsole | undefined;
  counted?: KeepCounts | undefined;
}

/** What is read of a console that is too long, bytes, from the end. */
const LAST_BYTES = 64 * 1024;

/** What stands for the UUID of a machine in command lines that are kept. */
const MACHINE_UUID = '<uuid>';

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
  try {
    const driven = loadGuest(boot, network, guestEnded.signal);
    const guest = runGuest(boot, network).finally(() => {
      guestEnded.abort();
    });
    const [booted, loaded] = await Promise.allSettled([guest, driven]);
    if (booted.status === 'rejected') throw booted.reason;
    if (loaded.status === 'rejected') throw loaded.reason;
    return withLoad(booted.value, loaded.value);
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

async function runGuest(boot: LocalBoot, tap?: VmTap): Promise<BootResult> {
  const { monitor, request, dir, signal, keep, counted } = boot;
  const consolePath = join(dir, 'console');
  const { nonce, uuid } = newNonce();
  const { awaited, watch, finish } = observerOf(request.observer)(nonce, request.bound);
  const spec = { ...specOf(boot, tap), uuid, consolePath, awaited, watch };
  const exit = await monitor.run(spec, signal);
  const bytes = await cutConsole(consolePath, request.consoleBytes);
  // A guest that was stopped for printing too much has no result, whatever else it printed: its last words do.
  const first = exit.kind === 'console-limit' ? bytes - LAST_BYTES : 0;
  const decoded = await finish((taken) =>
    createReadStream(consolePath, { start: Math.max(first, taken, 0) }),
  );
  const result = judgeBoot({ ...exit, argv: portable(exit.argv, dir, uuid) }, decoded, request);
  if (result.failure !== undefined) await requireFreeSpace(dir);
  await keep?.(withoutNonce(createReadStream(consolePath), nonce));
  const counts = spec.profile === undefined ? undefined : await readCounts(spec.profile);
  if (counts !== undefined) counted?.(counts);
  return result;
}

function specOf({ request, files, dir }: LocalBoot, tap: VmTap | undefined): Omit<VmSpec, 'consolePath'> {
  const { clock, memoryMib, cmdline, timeoutMs, consoleBytes, cpus, idle, artifacts, profile } = request;
  const root = artifacts.some(({ role }) => role === 'disk')
    ? { disk: files('disk') }
    : { initramfs: files('initrd') };
  return {
    kernel: files('kernel'),
    ...root,
    ...{ clock, memoryMib, cmdline, timeoutMs, consoleBytes, cpus, tap },
    waitsForHost: idle === 'real',
    profile: profile === undefined ? undefined : { ...profile, ...profileFiles(files, dir) },
  };
}

function profileFiles(files: LocalBoot['files'], dir: string): Omit<VmProfile, 'tree'> {
  return {
    ...{ plugin: files('plugin'), watch: files('watch') },
    ...{ out: join(dir, 'profile'), most: PROFILE_BYTES },
  };
}

/** What the plugin wrote, if it did; QEMU's word, like the console. */
async function readCounts({ out, most }: VmProfile): Promise<Uint8Array | undefined> {
  try {
    const counts = await readRegular(out, { most, shown: 'what was counted', follow: false });
    return counts.length === 0 ? undefined : counts;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    if (!(error instanceof BenchError)) throw error;
    throw measureError(
      'PROFILE_BROKEN',
      `QEMU's plugin did not write a profile: ${error.message}`,
      'This is no profile of ours: look at which QEMU runs here (`lupine-bench doctor`).',
    );
  }
}

/** Folders and machines of boots have names by chance, which must not make equal boots differ. */
function portable(argv: readonly string[], dir: string, uuid: string): string[] {
  return argv.map((word) => word.replaceAll(dir, () => BOOT_FOLDER).replaceAll(uuid, () => MACHINE_UUID));
}

/** Leaves a console of the length that it may have, and gives that; one that was never begun is empty. */
async function cutConsole(path: string, most: number): Promise<number> {
  const { size } = await stat(path).catch(() => ({ size: -1 }));
  if (size < 0) await writeFile(path, '');
  else if (size > most) await truncate(path, most);
  return Math.min(Math.max(size, 0), most);
}

/** A console cut off by a full disk looks like a guest that fell silent: that is no result. */
async function requireFreeSpace(dir: string): Promise<void> {
  if ((await freeBytes(dir)) < LEAST_ROOM) throw diskFull(dir, 'no space left for the console');
}

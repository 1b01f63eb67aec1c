// SPDX-License-Identifier: Apache-2.0
import { createReadStream } from 'node:fs';
import { stat, truncate, writeFile } from 'node:fs/promises';
import { judgeBoot } from '../boot/judge.js';
import { type BootNonce, withoutNonce } from '../boot/nonce.js';
import type { Observation } from '../boot/observer.js';
import type { BootRequest } from '../boot/request.js';
import type { BootResult } from '../boot/types.js';
import { BenchError, measureError } from '../core/errors.js';
import { hasCode } from '../core/files.js';
import { readRegular } from '../core/regular-file.js';
import { PROFILE_BYTES, type VmExit } from '../vmm/types.js';
import { BOOT_FOLDER } from './scratch.js';
import type { KeepConsole, KeepCounts } from './types.js';

/** A console is a few KiB; with less than this on the disk it may be incomplete. */
export const LEAST_ROOM = 64 * 1024;

/** What is read of a console that is too long, bytes, from the end. */
const LAST_BYTES = 64 * 1024;

/** What stands for the UUID of a machine in command lines that are kept. */
const MACHINE_UUID = '<uuid>';

/** A guest that has ended, wherever it ran, and what it left. */
export interface EndedGuest {
  request: BootRequest;
  exit: VmExit;
  made: BootNonce;
  observation: Observation;
  /** Its console, on this machine. */
  consolePath: string;
  /** Folder of the boot's own files on the host where it ran. */
  folder: string;
  /** What was counted, on this machine, when that was asked for. */
  out?: string | undefined;
  /** Throws when the host had no room left for the console. */
  requireRoom: () => Promise<void>;
  keep?: KeepConsole | undefined;
  counted?: KeepCounts | undefined;
}

/** Judges a boot by what it left, and gives console and counts to who keeps them. */
export async function judgeEnded(ended: EndedGuest): Promise<BootResult> {
  const { request, made, observation, consolePath, folder, out, keep, counted } = ended;
  const { bytes, cut } = await cutConsole(consolePath, request.consoleBytes);
  // One that printed too much and ended between two looks at its console is one that printed too much.
  const exit: VmExit =
    cut && ended.exit.kind === 'exited' ? { ...ended.exit, kind: 'console-limit' } : ended.exit;
  // A guest that was stopped for printing too much has no result, whatever else it printed: its last words do.
  const first = exit.kind === 'console-limit' ? bytes - LAST_BYTES : 0;
  const decoded = await observation.finish((taken) =>
    createReadStream(consolePath, { start: Math.max(first, taken, 0) }),
  );
  const argv = portable(exit.argv, folder, made.uuid);
  const result = judgeBoot({ ...exit, argv }, decoded, request);
  if (result.failure !== undefined) await ended.requireRoom();
  await keep?.(withoutNonce(createReadStream(consolePath), made.nonce));
  const counts = out === undefined ? undefined : await readCounts(out);
  if (counts !== undefined) counted?.(counts);
  return result;
}

/** What the plugin wrote, if it did; QEMU's word, like the console. */
async function readCounts(out: string): Promise<Uint8Array | undefined> {
  try {
    const counts = await readRegular(out, { most: PROFILE_BYTES, shown: 'what was counted', follow: false });
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

/** Leaves a console of the length that it may have, and gives that, and whether it was longer; one that was never begun is empty. */
async function cutConsole(path: string, most: number): Promise<{ bytes: number; cut: boolean }> {
  const { size } = await stat(path).catch(() => ({ size: -1 }));
  if (size < 0) await writeFile(path, '');
  else if (size > most) await truncate(path, most);
  return { bytes: Math.min(Math.max(size, 0), most), cut: size > most };
}

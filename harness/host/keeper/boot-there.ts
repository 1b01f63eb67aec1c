// SPDX-License-Identifier: Apache-2.0
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { BootResult } from '../../boot/types.js';
import { attemptError } from '../../core/errors.js';
import { readSettingOf } from './settings.js';
import { refusal } from '../../load/refusal.js';
import { withLoad } from '../../load/verdict.js';
import type { RemoteShell } from '../../remote/types.js';
import type { VmExit } from '../../vmm/types.js';
import { LEAST_ROOM, judgeEnded } from '../ended.js';
import { inBootFolder } from '../scratch.js';
import { type KeptBoot, removeBoot } from './ask.js';
import { textOf } from './follow.js';
import { drivenOf } from './load.js';
import { exitOfResult } from './exit.js';
import { type KeptResult, oddAnswer, readResult } from './result.js';
import { type LeftBoot, type ThereBoot, runThere } from './run-there.js';

/**
 * Makes one boot on another host. It goes on there whatever becomes of the connection, and is collected when that is back; a boot
 * of the same request that goes on in the folder already is taken over. In the end the folder is gone.
 * @throws BenchError (exit 3): `SSH_...`; `HOST_REBOOTED`; `KEEPER_FAILED`, `KEEPER_DIED`, `KEEPER_STOPPED`, `KEEPER_ANSWER`, `KEEPER_FOLDER`, `HOST_DISK_FULL`;
 *   `NAMESPACE_REFUSED`, `TAP_REFUSED`, `GUEST_NETWORK_FAILED`; an AbortError when interrupted: then it is ended there too.
 */
export async function bootThere(shell: RemoteShell, boot: ThereBoot): Promise<BootResult> {
  const kept = { shell, keeper: boot.helpers.keeper, dir: boot.dir, life: boot.life };
  return await inBootFolder(async (folder) => {
    let removed: Promise<void> | undefined;
    try {
      const left = await runThere(kept, boot, folder);
      removed = remove(kept);
      return await judgeThere(shell, boot, folder, left);
    } finally {
      await (removed ?? remove(kept));
    }
  });
}

/** What cannot be removed now is removed by who comes later; that changes nothing of the boot. */
async function remove(kept: KeptBoot): Promise<void> {
  await removeBoot(kept).catch(() => undefined);
}

async function judgeThere(
  shell: RemoteShell,
  boot: ThereBoot,
  folder: string,
  { argv, made, observation }: LeftBoot,
): Promise<BootResult> {
  const { request, signal, keep, counted } = boot;
  const host = shell.name;
  const result = readResult(await textOf(folder, 'result'), host);
  const consolePath = join(folder, 'console');
  const requireRoom = (): Promise<void> => requireRoomThere(host, result);
  signal.throwIfAborted();
  if (result.stopped === 'abort') throw stopped(host);
  const exit = await exitOf(shell, folder, result, argv, request.monitor);
  const { size } = await stat(consolePath).catch(() => ({ size: 0 }));
  if (size !== Math.min(result.console, request.consoleBytes))
    throw oddAnswer(host, 'a console that is not whole');
  const out = request.profile === undefined ? undefined : join(folder, 'profile');
  const ended = { request, exit, made, observation, consolePath, folder: boot.dir, out, requireRoom };
  const booted = await judgeEnded({ ...ended, keep, counted });
  const { load } = request;
  return load === undefined ? booted : withLoad(booted, await drivenOf(folder, load, host), load);
}

async function exitOf(
  shell: RemoteShell,
  folder: string,
  result: KeptResult,
  argv: string[],
  monitor: string,
): Promise<VmExit> {
  const stderr = await textOf(folder, 'stderr');
  if (result.networkFailed !== undefined)
    throw await refusal(result.networkFailed, stderr, (file) => readSettingOf(shell, file));
  return exitOfResult(result, stderr, argv, monitor);
}

function stopped(host: string): Error {
  return attemptError(
    'KEEPER_STOPPED',
    `the boot on host ${host} was ended there by somebody else.`,
    'Look for who else uses that host; `resume` tries again.',
  );
}

/** A console cut off by a full disk looks like a guest that fell silent: that is no result. */
function requireRoomThere(host: string, { free, consoleFailed }: KeptResult): Promise<void> {
  if (free >= LEAST_ROOM && !consoleFailed) return Promise.resolve();
  throw attemptError(
    'HOST_DISK_FULL',
    `host ${host} has no space left for the console of a boot.`,
    'Free space there, where boots and images are kept; `resume` goes on.',
  );
}

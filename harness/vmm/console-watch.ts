// SPDX-License-Identifier: Apache-2.0
import { type FileHandle, open } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { hasCode } from '../core/files.js';
import { CONSOLE_BYTES, type VmSpec } from './types.js';

/** Between two looks at a console, ms. */
const WATCH_MS = 500;

/** Read at once; between two reads everything else gets its turn. */
const PIECE_BYTES = 64 * 1024;

/** Why a guest is stopped because of its console. */
export type ConsoleVerdict = 'lost' | 'console-limit';

/**
 * Looks at a console while it grows, at each byte of it once, until `signal` says that the guest has ended.
 * @returns what the guest is to be stopped for; nothing when it ended before.
 * @throws whatever the watch throws.
 */
export async function watchConsole(
  {
    consolePath,
    consoleBytes = CONSOLE_BYTES,
    watch,
  }: Pick<VmSpec, 'consolePath' | 'consoleBytes' | 'watch'>,
  signal: AbortSignal,
): Promise<ConsoleVerdict | undefined> {
  const piece = Buffer.alloc(PIECE_BYTES);
  let file: FileHandle | undefined;
  let at = 0;
  let looks = 0;
  try {
    while (await waited(signal)) {
      file ??= await openIfThere(consolePath);
      if (file === undefined) continue;
      for (;;) {
        const { bytesRead } = await file.read(piece, 0, piece.length, at);
        if (bytesRead === 0 || signal.aborted) break;
        at += bytesRead;
        if (at > consoleBytes) return 'console-limit';
        watch?.take(piece.subarray(0, bytesRead));
      }
      looks = watch?.isLost() === true ? looks + 1 : 0;
      // Lost at two looks in a row: a panic gets the time to end the machine itself.
      if (looks === 2) return 'lost';
    }
    return undefined;
  } finally {
    await file?.close();
  }
}

/** Waits for the next look; false when there is none any more. */
async function waited(signal: AbortSignal): Promise<boolean> {
  return await setTimeout(WATCH_MS, true, { signal }).catch(() => false);
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

// SPDX-License-Identifier: Apache-2.0
import { dirname } from 'node:path';
import { attemptError } from '../../core/errors.js';
import { trimmed } from '../../core/foreign.js';
import { printable } from '../../core/printable.js';
import { runTool } from '../../core/tool.js';
import type { RemoteShell } from '../../remote/types.js';

/**
 * Packs a folder so that equal folders give equal bytes: for hosts that get files only.
 * @throws BenchError `FOLDER_PACKED` (exit 3) with tar's words.
 */
export async function packFolder(folder: string, archive: string, signal?: AbortSignal): Promise<void> {
  const equal = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner', '--format=gnu'];
  await runTool('tar', [...equal, '-cf', archive, '-C', folder, '.'], { code: 'FOLDER_PACKED', signal });
}

/** Unpacked beside its place first, and then given its name: whole or not there, also when two do it at a time. */
const UNPACK = [
  'if [ -d "$3" ]; then exit 0; fi;',
  'd="$3.$$"; rm -rf "$d"; mkdir -p "$d" && tar -xf "$2" -C "$d" && "$1" --publish "$4" "$d" "$3";',
  's=$?; rm -rf "$d"; exit $s',
].join(' ');

/**
 * Unpacks an archive of {@link packFolder} on a host, once.
 * @param keeper path of `boot-keeper` there.
 * @param archive path there.
 * @param folder path there that it gets; its name tells what is in it.
 * @throws BenchError `UNPACKED_THERE` (exit 3, scope `attempt`); `SSH_...`.
 */
export async function unpackThere(
  shell: RemoteShell,
  keeper: string,
  archive: string,
  folder: string,
  signal?: AbortSignal,
): Promise<void> {
  const args = [keeper, archive, folder, dirname(folder)];
  const { status, stderr } = await shell.run({ script: UNPACK, args, signal });
  if (status === 0) return;
  throw attemptError(
    'UNPACKED_THERE',
    `the clients of a load could not be unpacked on host ${shell.name}: ${printable(trimmed(stderr), 200)}.`,
    'Look for room on its disk, and whether it has `tar`.',
  );
}

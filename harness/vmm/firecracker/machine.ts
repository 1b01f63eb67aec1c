// SPDX-License-Identifier: Apache-2.0
import { constants } from 'node:fs';
import { copyFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeError } from '../../core/files.js';
import type { VmSpec } from '../types.js';
import type { FirecrackerConfig } from './config.js';

/** Files that Firecracker has of one machine beside those of its spec, in the folder of its console. */
export interface MachineFiles {
  config: string;
  log: string;
  metrics: string;
  /** A copy of the disk of the spec, for it alone. */
  disk?: string | undefined;
}

/** Their paths in a folder. */
export function machineFiles(folder: string, { disk }: Pick<VmSpec, 'disk'>): MachineFiles {
  const at = (name: string): string => join(folder, name);
  return {
    ...{ config: at('firecracker.json'), log: at('firecracker.log'), metrics: at('firecracker.metrics') },
    disk: disk === undefined ? undefined : at('disk'),
  };
}

/** In the folder of the console of a spec. */
export function filesBeside(spec: Pick<VmSpec, 'consolePath' | 'disk'>): MachineFiles {
  return machineFiles(dirname(spec.consolePath), spec);
}

/**
 * Makes the files of a machine: its description, a log and metrics with nothing in them, which older versions do not make, and the copy of
 * its disk.
 * @returns length of the longest file that Firecracker will write to, bytes, beside log and metrics.
 * @throws BenchError `DISK_FULL`, `WRITE_FAILED` (exit 3).
 */
export async function makeMachine(
  files: MachineFiles,
  { disk }: Pick<VmSpec, 'disk'>,
  config: FirecrackerConfig,
): Promise<number> {
  try {
    await writeFile(files.config, JSON.stringify(config), { mode: 0o600 });
    for (const path of [files.log, files.metrics]) await writeFile(path, '', { mode: 0o600 });
    if (disk === undefined || files.disk === undefined) return 0;
    await copyFile(disk, files.disk, constants.COPYFILE_FICLONE);
    return (await stat(files.disk)).size;
  } catch (error) {
    throw writeError(files.config, error);
  }
}

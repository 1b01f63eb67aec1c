// SPDX-License-Identifier: Apache-2.0
import type { Abilities } from '../../confine/abilities.js';
import { type HandedFile, confinedCommand } from '../../confine/command.js';
import type { HostProgram } from '../../confine/program.js';
import { monitorParts } from '../monitor-protection.js';
import type { VmSpec } from '../types.js';
import { firecrackerArgv } from './argv.js';
import { type FirecrackerConfig, firecrackerConfig } from './config.js';
import type { MachineFiles } from './machine.js';
import { SAID_BYTES } from './said.js';

/** First of the descriptors by which files are handed over. */
const FIRST_FD = 10;

/** A Firecracker of this host, and what confines it. */
export interface FirecrackerHere {
  /** First of its words. */
  name: string;
  found: HostProgram;
  /** Path of `confine`. */
  helper: string;
  abilities: Abilities;
}

/** A machine, and how it is started. */
export interface ConfinedMachine {
  config: FirecrackerConfig;
  /**
   * The command that starts it.
   * @param diskBytes length of its disk; 0 for none.
   */
  command: (diskBytes: number) => [string, string[]];
}

/**
 * The machine of a spec under a confined Firecracker, as far as the host lets it be: under a user of its own, with nothing of the file system
 * but system libraries and its own files, and no network but the guest's.
 * @param args complete kernel command line.
 * @param timer whether it has its boot timer.
 */
export function confinedMachine(
  { name, found, helper, abilities }: FirecrackerHere,
  spec: VmSpec,
  files: MachineFiles,
  { args, timer }: { args: string; timer: boolean },
): ConfinedMachine {
  const devices = ['/dev/kvm', ...(spec.tap === undefined ? [] : ['/dev/net/tun'])];
  const parts = monitorParts(abilities, devices);
  if (spec.tap !== undefined) parts.delete('network');
  const handed = parts.has('user') || parts.has('view') ? handedFiles(spec, files) : [];
  // In a view the path of what was handed over leads to it.
  const seen = (path: string): string => {
    const fd = parts.has('view') ? undefined : handed.find((one) => one.path === path)?.fd;
    return fd === undefined ? path : `/proc/self/fd/${fd}`;
  };
  const seenOrNone = (path: string | undefined): string | undefined =>
    path === undefined ? undefined : seen(path);
  const places = { kernel: seen(spec.kernel), metrics: seen(files.metrics) };
  const own = { ...places, initrd: seenOrNone(spec.initramfs), disk: seenOrNone(files.disk) };
  return {
    config: firecrackerConfig(spec, own, args),
    command: (diskBytes) =>
      confinedCommand(helper, {
        ...found,
        argv: firecrackerArgv(name, { config: seen(files.config), log: seen(files.log) }, timer),
        ...{ parts, devices, files: handed },
        fileBytes: Math.max(SAID_BYTES, diskBytes),
        announce: true,
      }),
  };
}

function handedFiles({ kernel, initramfs }: VmSpec, files: MachineFiles): HandedFile[] {
  const { config, log, metrics, disk } = files;
  const read = [kernel, initramfs, config].flatMap((path) => (path === undefined ? [] : [{ path }]));
  const written = [log, metrics].map((path) => ({ path, written: true }));
  const changed = disk === undefined ? [] : [{ path: disk, changed: true }];
  return [...read, ...written, ...changed].map((file, index) => ({ ...file, fd: FIRST_FD + index }));
}

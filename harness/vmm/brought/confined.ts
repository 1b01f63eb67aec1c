// SPDX-License-Identifier: Apache-2.0
import { dirname, join } from 'node:path';
import type { Abilities, Part } from '../../confine/abilities.js';
import { type HandedFile, confinedCommand } from '../../confine/command.js';
import { type Protection, protectionOf } from '../../confine/protection.js';
import { measureError } from '../../core/errors.js';
import { pinned } from '../qemu-argv.js';
import { CONSOLE_BYTES, type VmSpec } from '../types.js';
import type { BroughtMonitor } from './types.js';

/** What its confinement has, where the host lets it. A user who is not root gives it all but another user. */
const WANTED: readonly Part[] = ['user', 'view', 'network', 'processes'];

/** First of the descriptors by which files are handed over. */
const FIRST_FD = 10;

/** More a guest cannot write to a file of its folder, bytes. */
const FILE_BYTES = 64 * 1024 * 1024;

/** More it does not have at a time, threads counted: uhyve has two. */
const MOST_PROCESSES = 64;

/** Where a view has the only folder that may be written to. */
const FOLDER_IN_VIEW = '/var/tmp';

/** What confines a monitor on the host where it is to run. */
export interface BroughtThere {
  /** Path of `confine`. */
  helper: string;
  abilities: Abilities;
  /** Stands for the process that starts it; this one when missing. */
  parent?: string | undefined;
}

/** What keeps such a monitor from this host. */
export function broughtProtection(abilities: Abilities): Protection {
  const { has, lacks } = protectionOf(abilities, WANTED);
  return { has, lacks: [...lacks, 'a filter of its system calls (it is not asked for one)'] };
}

/**
 * The command that runs a monitor confined which a system brings: in a folder of its own, under a user of its own where root starts it,
 * with nothing of the file system but kernel and program (it is static), and no network but the guest's.
 * @throws BenchError `MONITOR_UNCONFINED` (exit 3) where a guest would have the files of this host.
 */
export function confinedBrought(
  monitor: BroughtMonitor,
  there: BroughtThere,
  spec: VmSpec,
): [string, string[]] {
  const { helper, abilities, parent } = there;
  const parts = partsOf(abilities, spec);
  if (monitor.sharesFiles && !parts.has('view')) requireSwitch(monitor, abilities);
  const program = programOf(monitor, spec);
  const scratch = join(dirname(spec.consolePath), 'scratch');
  return confinedCommand(helper, {
    ...{
      program,
      argv: [monitor.name, ...monitor.words(spec)],
      env: monitor.env(spec),
      parent,
      parts,
      scratch,
    },
    devices: ['/dev/kvm', ...(spec.tap === undefined ? [] : ['/dev/net/tun'])],
    files: filesOf(spec),
    folder: parts.has('view') ? FOLDER_IN_VIEW : scratch,
    ...{ fileBytes: (spec.consoleBytes ?? CONSOLE_BYTES) + FILE_BYTES, processes: MOST_PROCESSES },
    announce: true,
  });
}

/** What stands in the record: all that it takes to run it by hand. */
export function broughtArgv(monitor: BroughtMonitor, spec: VmSpec): string[] {
  const env = Object.entries(monitor.env(spec)).map(([name, value]) => `${name}=${value}`);
  const words = [programOf(monitor, spec), ...monitor.words(spec)];
  return [...pinned(spec.cpus), ...(env.length === 0 ? words : ['env', ...env, ...words])];
}

function programOf({ name }: BroughtMonitor, { program }: VmSpec): string {
  if (program !== undefined) return program;
  throw measureError(
    'MONITOR_NOT_GIVEN',
    `the image has no program of the monitor ${name}.`,
    'Name it under artifacts of the system.',
  );
}

function partsOf({ root, refused, withheld }: Abilities, { tap }: VmSpec): Set<Part> {
  const kept = withheld.has('/dev/kvm') || (tap !== undefined && withheld.has('/dev/net/tun'));
  const parts = new Set(WANTED.filter((part) => !refused.has(part) && (part !== 'user' || (root && !kept))));
  if (tap !== undefined) parts.delete('network');
  return parts;
}

function filesOf({ kernel, initramfs }: VmSpec): HandedFile[] {
  return [kernel, ...(initramfs === undefined ? [] : [initramfs])].map((path, index) => ({
    fd: FIRST_FD + index,
    path,
  }));
}

/** Who turned confinement off has said so. */
function requireSwitch({ name }: BroughtMonitor, { refused }: Abilities): void {
  const why = refused.get('view') ?? '';
  if (why.includes('=off')) return;
  throw measureError(
    'MONITOR_UNCONFINED',
    `guests of ${name} have the files that it sees, and this host gives it no view of its own: ${why}.`,
    'Measure as root, or allow namespaces of users; `lupine-bench doctor` tries it.',
  );
}

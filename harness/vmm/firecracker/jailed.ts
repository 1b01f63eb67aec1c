// SPDX-License-Identifier: Apache-2.0
import { constants } from 'node:fs';
import { chmod, chown, copyFile, mkdir, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { boundToThisProcess } from '../../core/child.js';
import { measureError } from '../../core/errors.js';
import type { Protection } from '../../confine/protection.js';
import type { VmSpec } from '../types.js';
import { firecrackerArgv } from './argv.js';
import { firecrackerConfig } from './config.js';
import { type MachineFiles, machineFiles, makeMachine } from './machine.js';

/** Names Firecracker's jailer; with it that confines Firecracker, and not the harness. */
export const JAILER_VARIABLE = 'LUPINE_BENCH_JAILER';

/** First of the users that a jailed Firecracker may be; no distribution gives out such numbers. */
const FIRST_USER = 1_900_000_000;

/** So many users, in turns. */
const USERS = 100_000_000;

let jails = 0;

/** A jailed machine, ready to be started. */
export interface JailedMachine {
  command: string[];
  /** Its files, by their paths outside of the jail. */
  files: MachineFiles;
  /** Firecracker's own words. */
  argv: string[];
}

/** What keeps a jailed Firecracker from this host. */
export const JAILED: Protection = {
  has: [
    ...['a user of its own', 'a root folder with nothing but its own files', "no network but the guest's"],
    ...['no other processes in sight', 'a filter of its system calls'],
  ],
  lacks: [],
};

/**
 * Makes a jail in the folder of the console, with everything in it that the machine needs, and gives the command that starts Firecracker there.
 * The jailer closes the file system and becomes another user; processes, which it does not bind to this one, and the network are
 * kept by namespaces around it.
 * @throws BenchError `JAILER_ROOT` (exit 3) when this process is not root's, `DISK_FULL`, `WRITE_FAILED` (exit 3).
 */
export async function jailedMachine(
  { jailer, program }: { jailer: string; program: string },
  spec: VmSpec,
  { args, timer }: { args: string; timer: boolean },
): Promise<JailedMachine> {
  if (process.getuid?.() !== 0) throw notRoot();
  jails += 1;
  const id = `lupine-${process.pid}-${jails}`;
  const user = FIRST_USER + ((process.pid * 100 + (jails % 100)) % USERS);
  const executed = await realpath(program).catch(() => program);
  const base = join(dirname(spec.consolePath), 'jail');
  const root = join(base, basename(executed), id, 'root');
  await mkdir(root, { recursive: true });
  const files = machineFiles(root, spec);
  const inside = machineFiles('/', spec);
  const own = { ...inside, kernel: '/kernel', initrd: spec.initramfs === undefined ? undefined : '/initrd' };
  await makeMachine(files, spec, firecrackerConfig(spec, own, args));
  for (const [from, name] of [[spec.kernel, 'kernel'] as const, [spec.initramfs, 'initrd'] as const])
    if (from !== undefined) await giveCopy(from, join(root, name), user);
  for (const path of [files.config, files.log, files.metrics, files.disk])
    if (path !== undefined) await chown(path, user, user);
  const argv = firecrackerArgv(executed, inside, timer);
  const words = [
    ...[jailer, '--id', id, '--exec-file', executed, '--uid', `${user}`, '--gid', `${user}`],
    ...['--chroot-base-dir', base, '--cgroup-version', '2', '--', ...argv.slice(1)],
  ];
  return { command: bound(words, spec), files, argv: words };
}

/**
 * A shell is the first process of a namespace: with it, and with this process, everything in there ends. The jailer's change of user
 * would undo any other bond. It announces the jailer, whose work is then a part of `boot.vmm`.
 */
function bound(words: readonly string[], { tap }: VmSpec): string[] {
  const spaces = ['--pid', ...(tap === undefined ? ['--net'] : []), '--fork', '--kill-child=KILL'];
  const script = 'echo; "$@"; exit "$?"';
  const [file, rest] = boundToThisProcess('unshare', [...spaces, 'sh', '-c', script, 'jail', ...words]);
  return [file, ...rest];
}

async function giveCopy(from: string, to: string, user: number): Promise<void> {
  await copyFile(from, to, constants.COPYFILE_FICLONE);
  await chmod(to, 0o400);
  await chown(to, user, user);
}

function notRoot(): Error {
  return measureError(
    'JAILER_ROOT',
    "Firecracker's jailer needs root: it makes device nodes, and becomes another user.",
    `Run as root, or unset ${JAILER_VARIABLE}: then Firecracker is confined as far as your rights allow.`,
  );
}

// SPDX-License-Identifier: Apache-2.0
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { hostAbilities } from '../confine/abilities.js';
import { type HandedFile, confinedCommand } from '../confine/command.js';
import { buildConfine } from '../confine/helper.js';
import { hostProgram } from '../confine/program.js';
import { qemuArgv } from './qemu-argv.js';
import { monitorParts } from './monitor-protection.js';
import type { QemuSandbox, QemuThere } from './there.js';
import { CONSOLE_BYTES, type VmSpec } from './types.js';

/** Kept of a console beyond its limit, bytes: it is then seen that there was more. */
const BEYOND_BYTES = 4096;

/** First of the descriptors by which files are handed over. */
const FIRST_FD = 10;

/** Where what a guest changes on its root is kept meanwhile, beside the console. */
const SCRATCH = 'scratch';

/**
 * The command that runs QEMU confined on this host.
 * @throws BenchError `CONFINE_HELPER` (exit 3).
 */
export async function confinedQemu(
  program: string,
  spec: VmSpec,
  sandbox: QemuSandbox,
  signal?: AbortSignal,
): Promise<[string, string[]]> {
  const there = {
    ...{ name: program, found: await hostProgram(program), sandbox },
    helper: await buildConfine(signal),
    abilities: await hostAbilities(signal),
  };
  const size = spec.disk === undefined ? undefined : (await stat(spec.disk).catch(() => undefined))?.size;
  return confinedQemuThere(there, spec, size);
}

/**
 * The command that runs QEMU confined, as far as a host lets it be: under a user of its own, with nothing of the file system but
 * system libraries and its own files, and no network but the guest's; one that serves a port of this machine has this machine's.
 * Of a user who is not root it stays the user's.
 * @param diskBytes of its disk, when it has one.
 */
export function confinedQemuThere(
  { name, found, helper, abilities, sandbox, parent }: QemuThere,
  spec: VmSpec,
  diskBytes = 0,
): [string, string[]] {
  const devices = [
    ...(spec.clock === 'wall' ? ['/dev/kvm'] : []),
    ...(spec.tap === undefined ? [] : ['/dev/net/tun']),
  ];
  const parts = monitorParts(abilities, devices);
  if (spec.tap !== undefined || spec.host !== undefined) parts.delete('network');
  const files = parts.has('user') || parts.has('view') ? filesOf(spec) : [];
  const seen = parts.has('view') ? spec : throughDescriptors(spec, files);
  return confinedCommand(helper, {
    ...{ ...found, parent },
    argv: qemuArgv(name, seen, sandbox.words),
    ...{ parts, devices, files },
    scratch:
      spec.disk !== undefined && files.length > 0 ? join(dirname(spec.consolePath), SCRATCH) : undefined,
    // What a guest changes of its disk is kept in a file of another format, twice as long at most.
    fileBytes: Math.max(
      (spec.consoleBytes ?? CONSOLE_BYTES) + BEYOND_BYTES + 2 * diskBytes,
      (spec.profile?.most ?? 0) + BEYOND_BYTES,
    ),
    announce: spec.clock === 'wall',
  });
}

function filesOf({ kernel, initramfs, disk, host, profile, clock, consolePath }: VmSpec): HandedFile[] {
  const read = [kernel, initramfs, disk, host?.given, profile?.plugin, profile?.watch];
  const written = [clock === 'wall' ? undefined : consolePath, profile?.out];
  const files = [
    ...read.flatMap((path): HandedFile[] => (path === undefined ? [] : [{ fd: 0, path }])),
    ...written.flatMap((path): HandedFile[] => (path === undefined ? [] : [{ fd: 0, path, written: true }])),
  ];
  return files.map((file, index) => ({ ...file, fd: FIRST_FD + index }));
}

/** The machine with each handed file named by its descriptor. */
function throughDescriptors(spec: VmSpec, files: readonly HandedFile[]): VmSpec {
  const name = <T extends string | undefined>(path: T): T | string => {
    const found = files.find((file) => file.path === path);
    return found === undefined ? path : `/proc/self/fd/${found.fd}`;
  };
  const { kernel, initramfs, disk, host, consolePath, profile } = spec;
  return {
    ...spec,
    host: host === undefined ? undefined : { ...host, given: name(host.given) },
    profile:
      profile === undefined
        ? undefined
        : { ...profile, plugin: name(profile.plugin), watch: name(profile.watch), out: name(profile.out) },
    ...{ kernel: name(kernel), initramfs: name(initramfs), disk: name(disk), consolePath: name(consolePath) },
  };
}

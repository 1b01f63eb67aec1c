// SPDX-License-Identifier: Apache-2.0
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Abilities, type Part, hostAbilities } from '../confine/abilities.js';
import { type HandedFile, confinedCommand } from '../confine/command.js';
import { buildConfine } from '../confine/helper.js';
import { hostProgram } from '../confine/program.js';
import { type Protection, protectionOf } from '../confine/protection.js';
import { qemuArgv } from './qemu-argv.js';
import type { QemuSandbox } from './sandbox.js';
import type { VmSpec } from './types.js';

/** Room for the console, bytes. Its own limit is far below; this one holds even between two looks at it. */
const CONSOLE_BYTES = 256 * 2 ** 20;

/** First of the descriptors by which files are handed over. */
const FIRST_FD = 10;

/** Where what a guest changes on its root is kept meanwhile, beside the console. */
const SCRATCH = 'scratch';

/**
 * The command that runs QEMU confined, as far as this host lets it be: under a user of its own, with nothing of the file system but
 * system libraries and its own files, and no network but the guest's. Of a user who is not root it stays the user's.
 * @throws BenchError `CONFINE_HELPER` (exit 3).
 */
export async function confinedQemu(
  program: string,
  spec: VmSpec,
  { words: sandbox }: QemuSandbox,
  signal?: AbortSignal,
): Promise<[string, string[]]> {
  const devices = [
    ...(spec.clock === 'wall' ? ['/dev/kvm'] : []),
    ...(spec.tap === undefined ? [] : ['/dev/net/tun']),
  ];
  const parts = qemuParts(await hostAbilities(signal), devices);
  if (spec.tap !== undefined) parts.delete('network');
  const { path, readOnly } = await hostProgram(program);
  const files = parts.has('user') || parts.has('view') ? filesOf(spec) : [];
  const seen = parts.has('view') ? spec : throughDescriptors(spec, files);
  const written = spec.disk === undefined ? undefined : (await stat(spec.disk).catch(() => undefined))?.size;
  return confinedCommand(await buildConfine(signal), {
    program: path,
    argv: qemuArgv(program, seen, sandbox),
    ...{ parts, readOnly, devices, files },
    scratch:
      spec.disk !== undefined && files.length > 0 ? join(dirname(spec.consolePath), SCRATCH) : undefined,
    fileBytes: CONSOLE_BYTES + 2 * (written ?? 0),
    announce: spec.clock === 'wall',
  });
}

/** What QEMU's confinement has, where the host lets it. */
const WANTED: readonly Part[] = ['user', 'view', 'network'];

/** What keeps QEMU from this host. */
export function qemuProtection(abilities: Abilities, { refused }: QemuSandbox): Protection {
  const { has, lacks } = abilities.root
    ? protectionOf(abilities, WANTED)
    : {
        ...protectionOf(abilities, []),
        lacks: ['a user, a file system and a network of its own (only root can give them)'],
      };
  const filter = 'a filter of its system calls';
  const withheld = [...abilities.withheld].map(
    ([device, why]) => `a user of its own where it needs ${device} (${why})`,
  );
  return {
    has: refused === undefined ? [...has, filter] : has,
    lacks: [...lacks, ...withheld, ...(refused === undefined ? [] : [`${filter} (${refused})`])],
  };
}

/** What QEMU's confinement has here. Where a device cannot be given away, it stays root's process, without capabilities. */
export function qemuParts({ root, refused, withheld }: Abilities, devices: readonly string[]): Set<Part> {
  if (!root) return new Set();
  const kept = devices.some((device) => withheld.has(device));
  return new Set(WANTED.filter((part) => !refused.has(part) && !(kept && part === 'user')));
}

function filesOf({ kernel, initramfs, disk, clock, consolePath }: VmSpec): HandedFile[] {
  const read = [kernel, initramfs, disk].filter((path) => path !== undefined);
  const files = read.map((path): HandedFile => ({ fd: 0, path }));
  if (clock === 'deterministic') files.push({ fd: 0, path: consolePath, written: true });
  return files.map((file, index) => ({ ...file, fd: FIRST_FD + index }));
}

/** The machine with each handed file named by its descriptor. */
function throughDescriptors(spec: VmSpec, files: readonly HandedFile[]): VmSpec {
  const name = <T extends string | undefined>(path: T): T | string => {
    const found = files.find((file) => file.path === path);
    return found === undefined ? path : `/proc/self/fd/${found.fd}`;
  };
  const { kernel, initramfs, disk, consolePath } = spec;
  return {
    ...spec,
    ...{ kernel: name(kernel), initramfs: name(initramfs), disk: name(disk), consolePath: name(consolePath) },
  };
}

// SPDX-License-Identifier: Apache-2.0
import type { BootRequest } from '../../boot/request.js';
import { abilitiesOff } from '../../confine/abilities.js';
import { confinedCommand } from '../../confine/command.js';
import type { ArtifactRole } from '../../core/artifact.js';
import { broughtMonitor } from '../../vmm/brought/all.js';
import { broughtArgv, confinedBrought } from '../../vmm/brought/confined.js';
import type { BroughtMonitor } from '../../vmm/brought/types.js';
import type { CarriedMonitor, MadeFile, VmSpec } from '../../vmm/types.js';
import { PLACE, keptCommand } from '../keeper/job.js';
import type { KeptJob } from '../keeper/words.js';
import { specOf } from '../spec.js';

/** Folder of the boot on a counted host. */
export const BOOT = '/boot';

/** Paths of our programs there; `init` is what its kernel starts. */
export const PROGRAMS = {
  init: '/init',
  keeper: '/usr/sbin/boot-keeper',
  confine: '/usr/sbin/confine',
} as const;

/** What a monitor may write beside its console, bytes: what a guest changes on a disk. */
const SCRATCH_BYTES = 256 * 1024 * 1024;

/** Path there of an artefact of the boot. */
export function placeOf(role: ArtifactRole): string {
  return `${BOOT}/${role}`;
}

/**
 * What the keeper of a counted host has to do, and the command line of the monitor there: that of any KVM host.
 * A monitor that the system brings is one of the files of the boot, and is called as on every host.
 * @param made UUID of the guest's machine, and the text on its console that is timed: without a nonce, because how long a search takes would
 *   depend on it.
 */
export function countedJob(
  inner: CarriedMonitor,
  request: BootRequest,
  { uuid, awaited }: { uuid: string; awaited: string },
): { job: KeptJob; argv: string[]; made: MadeFile[] } {
  const placed = { request, files: placeOf, dir: BOOT };
  // There the console is timed: by the clock of the host, which counts instructions.
  const spec: VmSpec = { ...specOf(placed, undefined), clock: 'wall', uuid, consolePath: `${BOOT}/console` };
  const brought = broughtMonitor(request.monitor);
  const argv = brought === undefined ? inner.argv(spec) : broughtArgv(brought, spec);
  const { timeoutMs, consoleBytes } = request;
  const monitor =
    brought === undefined ? carriedCommand(inner, argv, consoleBytes) : broughtCommand(brought, spec);
  return {
    job: {
      ...{ name: 'counted', timed: true, timeoutMs, consoleBytes, graceMs: 0, awaited },
      fatal: brought === undefined ? inner.fatal : [],
      monitor: keptCommand(monitor),
    },
    argv,
    made: brought === undefined ? (inner.made?.(spec) ?? []) : [],
  };
}

function carriedCommand(inner: CarriedMonitor, argv: string[], consoleBytes: number): [string, string[]] {
  return confinedCommand(PROGRAMS.confine, {
    ...{ parent: PLACE, program: inner.program, argv, announce: true },
    // Nothing is there that a guest which takes the monitor over could reach, and all of it goes with the boot.
    parts: new Set(),
    fileBytes: consoleBytes + SCRATCH_BYTES,
  });
}

/** What else is there is the host's own, and goes with the boot. */
function broughtCommand(brought: BroughtMonitor, spec: VmSpec): [string, string[]] {
  const abilities = abilitiesOff(true);
  return confinedBrought(brought, { helper: PROGRAMS.confine, abilities, parent: PLACE }, spec);
}

/** Roles of the files that a boot has on a counted host. */
export function rolesOf({ artifacts }: BootRequest): ArtifactRole[] {
  const roles = ['kernel', 'initrd', 'disk', 'modules', 'monitor'] as const;
  return roles.filter((role) => artifacts.some((one) => one.role === role));
}

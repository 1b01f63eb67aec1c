// SPDX-License-Identifier: Apache-2.0
import type { BootRequest } from '../../boot/request.js';
import { FRAME_START } from '../../boot/frame-scan.js';
import { confinedCommand } from '../../confine/command.js';
import type { ArtifactRole } from '../../core/artifact.js';
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
 * @param uuid of the guest's machine.
 */
export function countedJob(
  inner: CarriedMonitor,
  request: BootRequest,
  uuid: string,
): { job: KeptJob; argv: string[]; made: MadeFile[] } {
  const placed = { request, files: placeOf, dir: BOOT };
  // There the console is timed: by the clock of the host, which counts instructions.
  const spec: VmSpec = { ...specOf(placed, undefined), clock: 'wall', uuid, consolePath: `${BOOT}/console` };
  const argv = inner.argv(spec);
  const { timeoutMs, consoleBytes } = request;
  const monitor = confinedCommand(PROGRAMS.confine, {
    ...{ parent: PLACE, program: inner.program, argv, announce: true },
    // Nothing is there that a guest which takes the monitor over could reach, and all of it goes with the boot.
    parts: new Set(),
    fileBytes: consoleBytes + SCRATCH_BYTES,
  });
  return {
    job: {
      ...{ name: 'counted', timed: true, timeoutMs, consoleBytes, graceMs: 0, fatal: inner.fatal },
      // Without the nonce: how long a search takes would depend on it.
      awaited: FRAME_START,
      monitor: keptCommand(monitor),
    },
    argv,
    made: inner.made?.(spec) ?? [],
  };
}

/** Roles of the files that a boot has on a counted host. */
export function rolesOf({ artifacts }: BootRequest): ArtifactRole[] {
  const roles = ['kernel', 'initrd', 'disk', 'modules'] as const;
  return roles.filter((role) => artifacts.some((one) => one.role === role));
}

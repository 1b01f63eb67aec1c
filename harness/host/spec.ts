// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import type { BootRequest } from '../boot/request.js';
import type { ArtifactRole } from '../core/artifact.js';
import { PROFILE_BYTES, type VmProfile, type VmSpec, type VmTap } from '../vmm/types.js';

/** A boot request on the host where it is made. */
export interface PlacedBoot {
  request: BootRequest;
  /** Path there of an artefact of the request. */
  files: (role: ArtifactRole) => string;
  /** Folder there for the boot's own files, with nothing in it. */
  dir: string;
}

/** The machine that a boot request asks for, with paths of the host where it is made. */
export function specOf(
  { request, files, dir }: PlacedBoot,
  tap: VmTap | undefined,
): Omit<VmSpec, 'consolePath'> {
  const {
    machine,
    clock,
    memoryMib,
    cmdline,
    timeoutMs,
    consoleBytes,
    cpus,
    idle,
    acpi,
    modernVirtio,
    artifacts,
    profile,
  } = request;
  const has = (role: ArtifactRole): boolean => artifacts.some((one) => one.role === role);
  const modules = has('modules') ? { initramfs: files('modules') } : {};
  const root = has('disk')
    ? { disk: files('disk'), ...modules }
    : { ...(has('initrd') ? { initramfs: files('initrd') } : {}) };
  return {
    kernel: files('kernel'),
    program: has('monitor') ? files('monitor') : undefined,
    ...root,
    ...{ machine, clock, memoryMib, cmdline, timeoutMs, consoleBytes, cpus, tap, acpi, modernVirtio },
    waitsForHost: idle === 'real',
    profile: profile === undefined ? undefined : { ...profile, ...profileFiles(files, dir) },
  };
}

function profileFiles(files: PlacedBoot['files'], dir: string): Omit<VmProfile, 'tree'> {
  return {
    ...{ plugin: files('plugin'), watch: files('watch') },
    ...{ out: join(dir, 'profile'), most: PROFILE_BYTES },
  };
}

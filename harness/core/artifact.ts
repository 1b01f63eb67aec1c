// SPDX-License-Identifier: Apache-2.0
import { stat } from 'node:fs/promises';
import { measureError } from './errors.js';
import { sha256File } from './files.js';

/**
 * What a file is for. `kernel` is what a VMM loads, `kernel-compressed` the bzImage of the same kernel, `config` its final
 * Kconfig options, `symbols` the same kernel with its symbol table; `initrd` is a root in memory, `disk` one on a block
 * device; `modules` is what a kernel has in memory to get at its disk, where its drivers are modules; `clients` is a folder with the programs of
 * a load from the host; `program` goes into a root file system; `monitor` is the program that runs a guest, where its system brings one;
 * `plugin` counts instructions in the monitor, and `watch` tells it for what to look.
 */
export type ArtifactRole =
  | 'kernel'
  | 'kernel-compressed'
  | 'config'
  | 'symbols'
  | 'initrd'
  | 'disk'
  | 'modules'
  | 'clients'
  | 'program'
  | 'monitor'
  | 'plugin'
  | 'watch';

/** A file, or folder, known by its content: enough to find it on any host that was given it. */
export interface ArtifactId {
  role: ArtifactRole;
  /** Of the file; of a folder the digest of everything in it. */
  sha256: string;
  bytes: number;
}

/** An artefact on this machine. */
export interface Artifact extends ArtifactId {
  /** Absolute path. */
  path: string;
}

/** Describes a file of this machine. */
export async function artifactAt(role: ArtifactRole, path: string): Promise<Artifact> {
  return { role, path, bytes: (await stat(path)).size, sha256: await sha256File(path) };
}

/** What is known of an artefact everywhere. */
export function idOf({ role, sha256, bytes }: ArtifactId): ArtifactId {
  return { role, sha256, bytes };
}

/**
 * The artefact with a role.
 * @throws BenchError `ARTIFACT_MISSING` (exit 3) when there is none, naming those that there are.
 */
export function artifactOf<T extends ArtifactId>(artifacts: readonly T[], role: ArtifactRole): T {
  const found = artifacts.find((one) => one.role === role);
  if (found !== undefined) return found;
  const roles = artifacts.map((one) => one.role).join(', ');
  throw measureError(
    'ARTIFACT_MISSING',
    `this image has no ${role}; it has: ${roles === '' ? 'nothing' : roles}.`,
    'Choose a metric that this kind of system has; `lupine-bench list` shows the kinds.',
  );
}

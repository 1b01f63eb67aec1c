// SPDX-License-Identifier: Apache-2.0
import { isAbsolute } from 'node:path';
import type { CarriedMonitor, MadeFile, VmSpec } from '../types.js';
import { firecrackerArgv } from './argv.js';
import { firecrackerArgs } from './boot-args.js';
import { firecrackerConfig } from './config.js';
import { filesBeside } from './machine.js';

/**
 * A Firecracker of this machine on a counted host, where the files of a machine are in memory and nothing has to be confined.
 * @param program its path; by a name of the search path none is carried.
 * @param version asks it for its version.
 */
export function carriedFirecracker(
  program: string,
  version: () => Promise<string>,
): CarriedMonitor | undefined {
  if (!isAbsolute(program)) return undefined;
  return {
    ...{ packages: [], files: [], program: '/usr/bin/firecracker', fatal: [] },
    own: { path: program, version },
    // It is asked for it.
    versionIn: () => undefined,
    argv: (spec) => firecrackerArgv('firecracker', filesBeside(spec), false),
    made: madeFiles,
  };
}

function madeFiles(spec: VmSpec): MadeFile[] {
  const { config, log, metrics } = filesBeside(spec);
  const { kernel, initramfs: initrd, disk } = spec;
  const machine = firecrackerConfig(spec, { kernel, initrd, disk, metrics }, firecrackerArgs(spec.cmdline));
  return [
    { path: config, text: JSON.stringify(machine) },
    { path: log, text: '' },
    { path: metrics, text: '' },
  ];
}

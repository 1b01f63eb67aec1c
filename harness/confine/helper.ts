// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import { compiledOnHost } from '../core/host-program.js';
import { oncePer } from '../core/once.js';
import { cacheRoot, packagePath } from '../core/paths.js';

const UNITS = ['confine', 'identity', 'files', 'mounts', 'devices', 'view', 'processes', 'probe'];

/** Static: it is executed for every boot, and starts faster without a linker. */
const FLAGS = ['-std=gnu11', '-O2', '-Wall', '-Wextra', '-Werror', '-s', '-static'];

/**
 * Path of `confine`, which runs a program of somebody else's with as few rights as it needs. Compiled once per state of its sources
 * and the compiler, and looked for once per process.
 * @throws BenchError `CONFINE_HELPER` (exit 3) with the compiler's words.
 */
export async function buildConfine(signal?: AbortSignal): Promise<string> {
  return await compiledIn(cacheRoot(), signal);
}

const compiledIn = oncePer(async (_cache: string, signal?: AbortSignal): Promise<string> => {
  const sources = ['confine.h', ...UNITS.map((name) => `${name}.c`)].map((name) =>
    packagePath('harness', 'confine', name),
  );
  const dir = await compiledOnHost({
    ...{ label: 'what confines programs on this host', sources, inputs: { flags: FLAGS } },
    compile: (into, gcc) =>
      gcc([...FLAGS, '-o', join(into, 'confine'), ...sources.filter((file) => file.endsWith('.c'))]),
    ...{ code: 'CONFINE_HELPER', signal },
  });
  return join(dir, 'confine');
});

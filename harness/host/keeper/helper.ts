// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import { compiledOnHost } from '../../core/host-program.js';
import { packagePath } from '../../core/paths.js';

const UNITS = [
  ...['main', 'job', 'run', 'spawn', 'console', 'errors', 'network', 'load', 'result', 'reap', 'follow'],
  ...['clock', 'pid', 'group'],
];

/** Static: it is run on hosts with other libraries, or none. */
const FLAGS = ['-std=gnu11', '-O2', '-Wall', '-Wextra', '-Werror', '-s', '-static'];

/**
 * Path of `boot-keeper`, which makes a boot on a host while nobody is connected to it. Compiled once per state of its sources and the
 * compiler.
 * @throws BenchError `KEEPER_HELPER` (exit 3) with the compiler's words.
 */
export async function buildKeeper(signal?: AbortSignal): Promise<string> {
  const sources = ['keeper.h', ...UNITS.map((name) => `${name}.c`)].map((name) =>
    packagePath('harness', 'host', 'keeper', name),
  );
  const dir = await compiledOnHost({
    ...{ label: 'what keeps a boot on another host', sources, inputs: { flags: FLAGS } },
    compile: (into, gcc) =>
      gcc([...FLAGS, '-o', join(into, 'boot-keeper'), ...sources.filter((file) => file.endsWith('.c'))]),
    ...{ code: 'KEEPER_HELPER', signal },
  });
  return join(dir, 'boot-keeper');
}

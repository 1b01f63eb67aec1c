// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import { compiledOnHost } from '../core/host-program.js';
import { packagePath } from '../core/paths.js';

const NAMES = ['guest-network', 'notify'] as const;
/** Static: `notify` is run where there are no libraries. */
const FLAGS = ['-std=gnu11', '-O2', '-Wall', '-Wextra', '-Werror', '-s', '-static'];

/** Paths of the small programs that do on the host what Node cannot: namespaces, ioctls, sockets in a namespace. */
export type Helpers = Record<(typeof NAMES)[number], string>;

/**
 * Compiles the helpers, once per state of their sources and the compiler.
 * @throws BenchError `LOAD_HELPERS` (exit 3) with the compiler's words.
 */
export async function buildHelpers(signal?: AbortSignal): Promise<Helpers> {
  const source = (name: string): string => packagePath('harness', 'load', `${name}.c`);
  const dir = await compiledOnHost({
    ...{ label: 'helpers of the load from the host', sources: NAMES.map(source), inputs: { flags: FLAGS } },
    compile: async (into, gcc) => {
      for (const name of NAMES) await gcc([...FLAGS, '-o', join(into, name), source(name)]);
    },
    ...{ code: 'LOAD_HELPERS', signal },
  });
  return { 'guest-network': join(dir, 'guest-network'), notify: join(dir, 'notify') };
}

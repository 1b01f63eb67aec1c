// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import { compiledOnHost } from '../../core/host-program.js';
import { packagePath } from '../../core/paths.js';

/** Static: nothing else is on the host that it runs on. */
const FLAGS = ['-std=gnu11', '-O2', '-Wall', '-Wextra', '-Werror', '-s', '-static'];

/**
 * Path of PID 1 of a counted KVM host. Compiled once per state of its source and the compiler.
 * @throws BenchError `COUNTED_HELPER` (exit 3) with the compiler's words.
 */
export async function buildCountedInit(signal?: AbortSignal): Promise<string> {
  const source = packagePath('harness', 'host', 'counted', 'init.c');
  const dir = await compiledOnHost({
    ...{ label: 'PID 1 of a counted KVM host', sources: [source], inputs: { flags: FLAGS } },
    compile: (into, gcc) => gcc([...FLAGS, '-o', join(into, 'counted-init'), source]),
    ...{ code: 'COUNTED_HELPER', signal },
  });
  return join(dir, 'counted-init');
}

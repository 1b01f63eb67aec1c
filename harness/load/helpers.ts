// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cached } from '../core/cache.js';
import { rawText } from '../core/foreign.js';
import { setupCommand } from '../core/invocation.js';
import { packagePath } from '../core/paths.js';
import { runTool } from '../core/tool.js';

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
  const tool = {
    code: 'LOAD_HELPERS',
    next: `Install gcc and libc6-dev (\`${setupCommand()}\` does).`,
    signal,
  };
  const [compiler = ''] = rawText(await runTool('gcc', ['--version'], tool)).split('\n');
  const source = (name: string): string => packagePath('harness', 'load', `${name}.c`);
  const sources = await Promise.all(NAMES.map((name) => readFile(source(name), 'utf8')));
  const { dir } = await cached({
    kind: 'host',
    label: 'helpers of the load from the host',
    inputs: { compiler, sources, flags: FLAGS },
    ...(signal === undefined ? {} : { signal }),
    build: async (into) => {
      for (const name of NAMES) await runTool('gcc', [...FLAGS, '-o', join(into, name), source(name)], tool);
    },
  });
  return { 'guest-network': join(dir, 'guest-network'), notify: join(dir, 'notify') };
}

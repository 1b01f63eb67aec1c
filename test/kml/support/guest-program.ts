// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { cached } from '../../../harness/core/cache.js';
import { packagePath } from '../../../harness/core/paths.js';
import { runTool } from '../../../harness/core/tool.js';

const SOURCES = packagePath('test', 'kml', 'guest');

/** musl-gcc knows no kernel headers; those of the host come after its own. */
export const MUSL_FLAGS = [...['-idirafter', '/usr/include', '-idirafter', '/usr/include/x86_64-linux-gnu']];

/** Flags of the test program. A near call pushes a return address where code with a red zone keeps data. */
const FLAGS = [
  ...['-std=gnu11', '-D_GNU_SOURCE', '-O2', '-static', '-fno-pie', '-no-pie'],
  ...['-mno-red-zone', '-fno-stack-protector', '-Wall', '-Wextra', '-Werror'],
  ...MUSL_FLAGS,
];

/** Path of the compiled test program, the same file for every kernel. */
export async function guestProgram(): Promise<string> {
  const names = (await readdir(SOURCES)).filter((name) => /\.[chS]$/.test(name)).sort();
  const hash = createHash('sha256');
  for (const name of names) hash.update(`${name}\n`).update(await readFile(join(SOURCES, name)));
  const units = names.filter((name) => !name.endsWith('.h'));
  const { dir } = await cached({
    kind: 'guest',
    label: 'KML test program',
    inputs: { sources: hash.digest('hex'), flags: FLAGS },
    build: async (into) => {
      const args = [...FLAGS, '-o', join(into, 'kml'), ...units];
      await runTool('musl-gcc', args, { cwd: SOURCES, code: 'TEST_APP' });
    },
  });
  return join(dir, 'kml');
}

// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { type Artifact, artifactAt } from '../../core/artifact.js';
import { measureError } from '../../core/errors.js';
import { displayPath } from '../../core/paths.js';
import { readDynamics } from '../elf/dynamics.js';
import { readElf } from '../elf/file.js';

/**
 * A monitor that a system brings. It has to be a static program: it is run on hosts that have no libraries, and where one shares the files that it
 * sees with its guests these would have the libraries too.
 * @throws BenchError `ELF_DAMAGED`, `MONITOR_DYNAMIC` (exit 3).
 */
export async function staticMonitor(path: string): Promise<Artifact> {
  const bytes = await readFile(path);
  const name = displayPath(path);
  readElf(bytes, name);
  if (readDynamics(bytes)?.interpreter === undefined) return await artifactAt('monitor', path);
  throw measureError(
    'MONITOR_DYNAMIC',
    `the monitor ${name} needs libraries, and it is run where there are none.`,
    'Link it with -static.',
  );
}

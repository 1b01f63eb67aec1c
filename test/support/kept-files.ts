// SPDX-License-Identifier: Apache-2.0
import { mkdir } from 'node:fs/promises';
import { keepFiles } from '../../harness/image/archive/keep-files.js';
import { KeptFiles } from '../../harness/image/archive/kept-files.js';
import { ARCHIVE_LIMITS } from '../../harness/image/archive/limits.js';
import { toolOutput } from '../../harness/image/archive/unpack.js';

/** The files of a folder, as those of a package are kept. */
export async function filesOf(dir: string, into: string): Promise<KeptFiles> {
  await mkdir(into);
  const chunks = toolOutput('tar', ['-C', dir, '-cf', '-', '.'], dir);
  const open = () => Promise.resolve({ chunks, packed: () => ARCHIVE_LIMITS.bytes });
  await keepFiles([{ open }], into, { what: dir, limits: ARCHIVE_LIMITS, layers: false });
  return await KeptFiles.open(into);
}

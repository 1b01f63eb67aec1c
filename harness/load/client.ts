// SPDX-License-Identifier: Apache-2.0
import { constants } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { foreign } from '../core/foreign.js';
import type { LoadClient } from '../boot/request.js';
import type { HostClientOutput } from '../boot/types.js';
import { pinned } from '../vmm/qemu-argv.js';
import { startIn } from './process.js';
import type { LoadOptions } from './types.js';

/** Appending: who opens the same file a second time does not overwrite what is there. */
const EMPTY = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_APPEND;

/**
 * Runs one client to its end. Its outputs are files, not pipes: nothing of the harness runs while the load lasts, and a
 * client can open its own standard error by name, as `ab` does for its percentiles.
 */
export async function runClient(
  { name, argv, env }: LoadClient,
  options: LoadOptions,
  signal: AbortSignal,
): Promise<HostClientOutput> {
  const path = options.outputPath(name);
  const out = await open(`${path}.out`, EMPTY);
  const err = await open(`${path}.err`, EMPTY);
  try {
    const program = { argv, env, folder: options.dir };
    const { ended } = await startIn(options, program, ['ignore', out.fd, err.fd], signal);
    const status = await ended;
    return {
      name,
      status,
      stdout: foreign(await readFile(`${path}.out`, 'utf8')),
      stderr: foreign(await readFile(`${path}.err`, 'utf8')),
      argv: [...pinned([options.cpu]), ...argv],
    };
  } finally {
    await out.close();
    await err.close();
  }
}

// SPDX-License-Identifier: Apache-2.0
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { cached } from '../../core/cache.js';
import { sha256File } from '../../core/files.js';
import { displayPath } from '../../core/paths.js';
import { reasonOf } from '../../core/reason.js';
import { osvKernel } from './slot.js';

/** More no kernel has, unpacked. */
const MOST = 256 * 2 ** 20;
const GZIP = Buffer.from([0x1f, 0x8b]);

const unpack = promisify(gunzip);

/**
 * Path of a kernel as it is loaded: releases have it packed by gzip.
 * @throws BenchError `OSV_KERNEL` (exit 3) for one that cannot be unpacked.
 */
export async function unpackedKernel(path: string, signal: AbortSignal): Promise<string> {
  const bytes = await readFile(path);
  if (!bytes.subarray(0, GZIP.length).equals(GZIP)) return path;
  const { dir } = await cached({
    kind: 'kernel',
    label: 'kernel of OSv, unpacked',
    inputs: { unpacked: await sha256File(path) },
    signal,
    build: async (into) => {
      const kernel = await unpack(bytes, { maxOutputLength: MOST }).catch((error: unknown) => {
        throw osvKernel(displayPath(path), `it cannot be unpacked: ${reasonOf(error)}`);
      });
      await writeFile(join(into, 'kernel.elf'), kernel);
    },
  });
  return join(dir, 'kernel.elf');
}

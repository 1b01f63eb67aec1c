// SPDX-License-Identifier: Apache-2.0
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Artifact } from '../../core/artifact.js';
import { type CacheEntry, cached } from '../../core/cache.js';
import { BenchError } from '../../core/errors.js';
import { wholeNumber } from '../../core/numbers.js';
import { runTool } from '../../core/tool.js';
import { hasSections } from './elf.js';
import { packKernel } from './pack.js';

/** Name of the kernel as the linker made it, in its cache entry. */
export const LINKED = 'vmlinux.linked';

const STRIPPED_SIZE = 'stripped-bytes';

/** The file that the VMM loads. */
export interface LoadedKernel {
  path: string;
  /** Bytes of the same kernel when it is only stripped, the linker's padding included. */
  strippedBytes: number;
}

/**
 * Makes the file that the VMM loads from a built kernel, for every kernel alike: no symbols, no padding, notes kept (the
 * VMM finds the PVH entry there). An entry of its own, so that another treatment here builds no kernel again.
 */
export async function loadedKernel(kernel: CacheEntry, signal?: AbortSignal): Promise<LoadedKernel> {
  const entry = await cached({
    kind: 'kernel',
    label: 'stripped kernel',
    inputs: { kernel: kernel.digest, steps: ['strip --strip-all', 'pack 2'] },
    // Beside the kernel: that of a store may have other bytes than one that is built here.
    folder: dirname(kernel.dir),
    ...(signal === undefined ? {} : { signal }),
    build: async (dir) => {
      const path = join(dir, 'vmlinux');
      await strip(join(kernel.dir, LINKED), path, signal);
      const stripped = await readFile(path);
      await writeFile(join(dir, STRIPPED_SIZE), `${stripped.length}\n`);
      await writeFile(path, packKernel(stripped));
    },
  });
  return { path: join(entry.dir, 'vmlinux'), strippedBytes: await sizeIn(entry) };
}

/** Bytes of somebody's kernel, an ELF file, when it is only stripped; undefined for one that strip does not take. */
export async function strippedBytes(
  { path, sha256, bytes }: Artifact,
  signal?: AbortSignal,
): Promise<number | undefined> {
  // A kernel that was packed, as ours are, has nothing left to strip, and strip refuses it.
  if (!hasSections(await readFile(path))) return bytes;
  const entry = await cached({
    kind: 'kernel',
    label: 'size of a stripped kernel',
    inputs: { kernel: sha256, steps: ['strip --strip-all'] },
    ...(signal === undefined ? {} : { signal }),
    build: async (dir) => {
      const stripped = join(dir, 'vmlinux');
      await strip(path, stripped, signal);
      await writeFile(join(dir, STRIPPED_SIZE), `${(await stat(stripped)).size}\n`);
      await rm(stripped);
    },
  }).catch((error: unknown) => {
    // It may boot all the same.
    if (error instanceof BenchError && error.code === STRIP_FAILED) return undefined;
    throw error;
  });
  return entry === undefined ? undefined : await sizeIn(entry);
}

const STRIP_FAILED = 'KERNEL_STRIP';

async function strip(from: string, to: string, signal?: AbortSignal): Promise<void> {
  await runTool('strip', ['--strip-all', '-o', to, from], { signal, code: STRIP_FAILED });
}

async function sizeIn({ dir }: CacheEntry): Promise<number> {
  return wholeNumber((await readFile(join(dir, STRIPPED_SIZE), 'utf8')).trim()) ?? 0;
}

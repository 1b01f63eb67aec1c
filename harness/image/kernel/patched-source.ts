// SPDX-License-Identifier: Apache-2.0
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { MANIFEST } from '../../core/cache-entry.js';
import { cached } from '../../core/cache.js';
import { plainFolder } from '../../core/cache-folder.js';
import { programs } from '../../core/programs.js';
import { patchFiles } from './patch-fit.js';
import { readPatches } from './patch-files.js';
import { type KernelSource, unpackSource } from './source.js';

/**
 * The kernel source of a system: the unpacked tarball, or a tree of its own with the patches applied. Such a tree shares
 * its unchanged files with the unpacked source (hard links); a changed file is a new one, never written through a link.
 * @throws BenchError as `unpackSource` and {@link patchFiles}.
 */
export async function sourceOf(
  kernelSource: KernelSource,
  patches: readonly string[],
  signal?: AbortSignal,
): Promise<string> {
  const source = await unpackSource(kernelSource, signal);
  if (patches.length === 0) return source;
  const { dir: patched, touched } = await patchFiles(patches, kernelSource, signal);
  const run = programs({
    signal,
    code: 'SOURCE_PATCH',
    next: 'See that the disk has room, then run the command again.',
  });
  const { dir } = await cached({
    kind: 'source',
    label: `patched source ${kernelSource.version}`,
    inputs: await patchedInputs(kernelSource, patches),
    folder: await plainFolder('source'),
    verify: 'presence',
    ...(signal === undefined ? {} : { signal }),
    build: async (into) => {
      await run`cp -al ${source}/. ${into}`;
      // The manifest and every changed file are links to the unpacked source until they are removed.
      for (const file of [MANIFEST, ...touched]) await rm(join(into, file), { force: true });
      await run`cp -a ${patched}/. ${into}`;
      await rm(join(into, MANIFEST), { force: true });
    },
  });
  return dir;
}

async function patchedInputs(
  kernelSource: KernelSource,
  patches: readonly string[],
): Promise<{ patched: string; source: string; patches: string[] }> {
  const digests = (await readPatches(patches)).map(({ sha256 }) => sha256);
  return { patched: 'tree', source: kernelSource.sha256, patches: digests };
}

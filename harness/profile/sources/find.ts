// SPDX-License-Identifier: Apache-2.0
import { hexOf64 } from '../../core/numbers.js';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { readManifest } from '../../core/cache-entry.js';
import { cached, findCached } from '../../core/cache.js';
import { plainFolder } from '../../core/cache-folder.js';
import { isRecord } from '../../core/remembered.js';
import type { ElfFile } from '../../image/elf/file.js';
import { kernelSources } from './sources.js';
import { readSourceTree } from './tree.js';

/** Way of telling files; another number makes every remembered answer anew. */
const METHOD = 1;

const FILE = 'sources';

/**
 * {@link kernelSources} of a linked kernel, remembered in the cache. Its tree is the one that it was built from, where the cache
 * has it unpacked; nothing is unpacked for this. A kernel that was built elsewhere has names without folders.
 */
export async function sourcesOf(
  linked: string,
  elf: ElfFile,
  signal?: AbortSignal,
): Promise<Map<bigint, string>> {
  const { source, fetched } = await madeOf(linked);
  const root =
    source === undefined
      ? undefined
      : await findCached('source', { sha256: source }, await plainFolder('source'));
  if (source === undefined || root === undefined) return kernelSources(elf, undefined);
  const { dir } = await cached({
    kind: 'host',
    label: "sources of a kernel's functions",
    // What a store gave may have other bytes than what its inputs make.
    inputs: { method: METHOD, kernel: basename(dirname(linked)), source, fetched },
    ...(signal === undefined ? {} : { signal }),
    build: async (into) => {
      const lines = [...kernelSources(elf, await readSourceTree(root))].map(
        ([address, path]) => `${address.toString(16)} ${path}\n`,
      );
      await writeFile(join(into, FILE), lines.join(''));
    },
  });
  const lines = (await readFile(join(dir, FILE), 'utf8')).split('\n').filter((line) => line !== '');
  return new Map(
    lines.map((line): [bigint, string] => {
      const [address = '0', path = ''] = line.split(' ');
      return [hexOf64(address) ?? 0n, path];
    }),
  );
}

/** Digest of the source that a kernel of the cache was built from, undefined for another one; and the store that it is from. */
async function madeOf(
  linked: string,
): Promise<{ source?: string | undefined; fetched?: string | undefined }> {
  const { inputs, fetched } = (await readManifest(dirname(linked))) ?? {};
  const source = isRecord(inputs) ? inputs['source'] : undefined;
  return { source: typeof source === 'string' ? source : undefined, fetched };
}

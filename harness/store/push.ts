// SPDX-License-Identifier: Apache-2.0
import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { findDamage } from '../core/cache-entry.js';
import type { EntryKey } from '../core/cache.js';
import { measureError } from '../core/errors.js';
import { writeError } from '../core/files.js';
import type { Progress } from '../core/progress.js';
import { inWorkFolder } from '../core/work-folder.js';
import { backendOf } from './backend.js';
import { differingFiles, documentOf, documentText, entryName, readDocument } from './document.js';
import type { PackedFile, StoreDocument, StorePlace } from './types.js';

/** What became of an entry that was to be added: it was, or the store had it, with the same bytes. */
export type Pushed = 'pushed' | 'there';

/**
 * Adds an entry of the cache to a store, unless it is there.
 * @throws BenchError (exit 3) `STORE_DIFFERS` where the store has it with other bytes; `STORE_*`, `OCI_*`, `CACHE_ENTRY`.
 */
export async function pushEntry(
  place: StorePlace,
  key: EntryKey,
  dir: string,
  { progress, signal }: { progress: Progress; signal: AbortSignal },
): Promise<Pushed> {
  const backend = backendOf(place);
  const damage = await findDamage(dir, 'files');
  if (damage !== undefined) {
    const said = `${entryName(key)} is damaged: ${damage}.`;
    throw measureError('CACHE_ENTRY', said, 'Whatever uses it next makes it again; push it then.');
  }
  const document = await documentOf(key, dir);
  progress.step(`asking ${place.name} for ${entryName(key)}`);
  const bytes = await backend.document(key, signal);
  if (bytes !== undefined) {
    const there = await readDocument(bytes, place.name, key);
    const other = differingFiles(document, there);
    if (other.length === 0) return 'there';
    throw measureError(
      'STORE_DIFFERS',
      `the store ${place.name} has ${entryName(key)} with other bytes: ${other.join(', ')}.`,
      'Find out which one is right with `lupine-bench cache verify`; remove the wrong one.',
    );
  }
  await inWorkFolder(`pack${process.pid}-${key.digest}`, async (work) => {
    progress.step(`packing ${entryName(key)}`);
    const files = await pack(document, dir, work, signal);
    progress.step(`pushing ${entryName(key)} to ${place.name}`);
    await backend.write(key, documentText(document), files, signal);
  });
  return 'pushed';
}

async function pack(
  { files }: StoreDocument,
  from: string,
  to: string,
  signal: AbortSignal,
): Promise<PackedFile[]> {
  const packed: PackedFile[] = [];
  for (const [name, about] of Object.entries(files)) {
    const path = join(to, `${name}.gz`);
    await pipeline(createReadStream(join(from, name)), createGzip(), createWriteStream(path), {
      signal,
    }).catch((error: unknown) => {
      signal.throwIfAborted();
      throw writeError(path, error);
    });
    packed.push({ name, ...about, packed: path, packedBytes: (await stat(path)).size });
  }
  return packed;
}

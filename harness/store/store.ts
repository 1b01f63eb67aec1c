// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import type { EntryKey, EntryStore } from '../core/cache.js';
import { BenchError } from '../core/errors.js';
import { timerMs } from '../core/numbers.js';
import type { Progress } from '../core/progress.js';
import { backendOf } from './backend.js';
import { entryName, readDocument } from './document.js';
import { badEntry, isStoreFault, unreachable } from './fault.js';
import { NotAsSaid, receiveFile } from './receive.js';
import type { Backend, OpenFile, StoreDocument, StorePlace } from './types.js';

/** How an entry is fetched. */
export interface StoreOptions {
  progress: Progress;
  /** The way to the store; that of its place when missing. */
  backend?: Backend | undefined;
  /** A store that gives less in a second is not worth waiting for: bytes, unpacked. */
  leastPerSecond?: number | undefined;
  /** Beside that, ms. */
  allowanceMs?: number | undefined;
}

const LEAST_PER_SECOND = 256 * 1024;
const ALLOWANCE_MS = 30_000;

/**
 * A store as the cache asks it. Whatever is wrong with it is a note, and what was wanted is built here: one that does not answer is not
 * asked again, an entry that is not what it says is named and not used.
 */
export function entryStore(place: StorePlace, options: StoreOptions): EntryStore {
  const { progress, backend = backendOf(place) } = options;
  const { id, name } = place;
  const documents = new Map<string, Promise<StoreDocument | undefined>>();
  let silent = false;

  const give = (error: unknown): undefined => {
    if (!isStoreFault(error)) throw error;
    if (!silent) progress.note(`${error.code}: ${error.message} What it has not given is built here.`);
    if (error.code !== 'STORE_ENTRY') silent = true;
    return undefined;
  };
  const ask = async (key: EntryKey, signal?: AbortSignal): Promise<StoreDocument | undefined> => {
    if (silent) return undefined;
    const bytes = await backend.document(key, signal);
    return bytes === undefined ? undefined : await readDocument(bytes, name, key);
  };
  const document = (key: EntryKey, signal?: AbortSignal): Promise<StoreDocument | undefined> => {
    const known = documents.get(key.digest) ?? ask(key, signal).catch(give);
    documents.set(key.digest, known);
    return known;
  };

  return {
    id,
    name,
    has: async (key, signal) => (await document(key, signal)) !== undefined,
    fetch: async (key, files, into, signal) => {
      const found = await document(key, signal);
      if (found === undefined || silent) return false;
      try {
        requireFiles(found, files, name, key);
        await fetchEntry({ key, document: found, into, name, backend }, options, signal);
        return true;
      } catch (error) {
        signal?.throwIfAborted();
        give(error);
        return false;
      }
    },
  };
}

function requireFiles(
  { files }: StoreDocument,
  wanted: readonly string[],
  store: string,
  key: EntryKey,
): void {
  const there = Object.keys(files).sort().join(', ');
  const needed = [...wanted].sort().join(', ');
  if (there !== needed) throw badEntry(store, entryName(key), `it has the files ${there}, not ${needed}`);
}

interface Fetch {
  key: EntryKey;
  document: StoreDocument;
  into: string;
  name: string;
  backend: Backend;
}

async function fetchEntry(
  { key, document, into, name, backend }: Fetch,
  { progress, leastPerSecond = LEAST_PER_SECOND, allowanceMs = ALLOWANCE_MS }: StoreOptions,
  stop: AbortSignal | undefined,
): Promise<void> {
  const files = Object.entries(document.files);
  const total = files.reduce((sum, [, { bytes }]) => sum + bytes, 0);
  const mostMs = allowanceMs + (total / leastPerSecond) * 1000;
  const limit = AbortSignal.timeout(timerMs(Math.ceil(mostMs)));
  const signal = stop === undefined ? limit : AbortSignal.any([stop, limit]);
  const began = performance.now();
  let came = 0;
  const onBytes = (bytes: number): void => {
    came += bytes;
    const seconds = (performance.now() - began) / 1000;
    progress.ratio(`fetching ${entryName(key)} from ${name}`, came / total, (seconds * total) / came);
  };
  const receive = async (open: OpenFile): Promise<void> => {
    for (const [file, about] of files) {
      const to = join(into, file);
      await receiveFile(open({ name: file, ...about }), { ...about, to, signal, onBytes }).catch(
        (error: unknown) => {
          throw error instanceof NotAsSaid
            ? badEntry(name, entryName(key), `${file}: ${error.message}`)
            : error;
        },
      );
    }
  };
  progress.step(`fetching ${entryName(key)} from ${name}`);
  try {
    await backend.read(key, document, signal, receive);
  } catch (error) {
    if (stop?.aborted === true || !limit.aborted || error instanceof BenchError) throw error;
    throw unreachable(name, `${entryName(key)} was not there within ${Math.round(mostMs / 1000)} s`);
  }
}

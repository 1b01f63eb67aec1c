// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CacheEntry, type EntryKey, type EntryStore, cached } from '../../harness/core/cache.js';
import type { JsonValue } from '../../harness/core/json.js';
import { type Progress, silent } from '../../harness/core/progress.js';
import { pushEntry } from '../../harness/store/push.js';
import { type StoreOptions, entryStore } from '../../harness/store/store.js';
import { isPlaceFault, parsePlace } from '../../harness/store/place.js';
import type { StoreDocument, StorePlace } from '../../harness/store/types.js';
import { inTemp, withCache } from './temp.js';

/** What an entry of these tests is made of. */
export const CONTENT: Readonly<Record<string, Buffer>> = {
  bzImage: Buffer.from('a packed kernel'),
  config: Buffer.alloc(0),
  'vmlinux.linked': Buffer.concat([Buffer.from('begin'), Buffer.alloc(1_500_000), Buffer.from('end')]),
};

/** A store that is there, whatever its text. */
export function placeAt(text: string, dir = '/'): StorePlace {
  const place = parsePlace(text, dir);
  assert.ok(!isPlaceFault(place));
  return place;
}

/** An entry of the cache that is set, built or from a store. */
export async function entryOf(
  inputs: JsonValue,
  store?: EntryStore,
  content: Readonly<Record<string, Buffer | string>> = CONTENT,
): Promise<CacheEntry> {
  return await cached({
    ...{ kind: 'kernel', label: 'kernel test', inputs, store, files: Object.keys(CONTENT) },
    build: async (dir) => {
      for (const [name, bytes] of Object.entries(content)) await writeFile(join(dir, name), bytes);
    },
  });
}

/** Makes an entry in a cache of its own and adds it to a store; gives its name. */
export async function pushTest(
  dir: string,
  place: StorePlace,
  inputs: JsonValue = 'one',
  content = CONTENT,
): Promise<EntryKey> {
  await mkdir(join(dir, 'maker'), { recursive: true, mode: 0o700 });
  return await withCache(join(dir, 'maker'), async () => {
    const { digest, dir: made } = await entryOf(inputs, undefined, content);
    const key = { kind: 'kernel', digest, label: 'kernel test' } as const;
    await pushEntry(place, key, made, { progress: silent, signal: new AbortController().signal });
    return key;
  });
}

/** What a user of a store ends with. */
export interface Fetched {
  entry: CacheEntry;
  /** Content by file of what was fetched; empty for what was built here. */
  files: Record<string, Buffer>;
  notes: string[];
}

/** Asks a store for an entry, in an empty cache; what it does not give is built with other bytes. */
export async function fetchTest(
  dir: string,
  place: StorePlace,
  options: Partial<StoreOptions> = {},
  inputs: JsonValue = 'one',
): Promise<Fetched> {
  const notes: string[] = [];
  const progress: Progress = { ...silent, note: (text) => notes.push(text) };
  await mkdir(join(dir, 'user'), { recursive: true, mode: 0o700 });
  return await withCache(join(dir, 'user'), async () => {
    const store = entryStore(place, { progress, ...options });
    const entry = await entryOf(inputs, store, { 'built here': 'x' });
    const files: Record<string, Buffer> = {};
    if (entry.fetched !== undefined)
      for (const name of Object.keys(CONTENT)) files[name] = await readFile(join(entry.dir, name));
    return { entry, files, notes };
  });
}

/** Everything came, from the store, as it was made, and nothing is said about it. */
export function cameWhole({ entry, files, notes }: Fetched): void {
  assert.deepEqual(notes, []);
  assert.equal(entry.hit, true);
  assert.ok(entry.fetched !== undefined && entry.dir.includes('/fetched/'));
  for (const [name, bytes] of Object.entries(CONTENT)) assert.ok(files[name]?.equals(bytes), name);
}

/** Nothing of the store was used, and it is said why, once. */
export function builtHere({ entry, notes }: Fetched, why: RegExp): void {
  assert.equal(entry.fetched, undefined, 'it was fetched');
  assert.equal(entry.hit, false);
  assert.ok(!entry.dir.includes('/fetched/'));
  assert.equal(notes.length, 1, notes.join('\n'));
  assert.match(notes[0] ?? '', why);
}

/** Changes what a store in a folder says of an entry. */
export async function changeDocument(
  store: string,
  { kind, digest }: EntryKey,
  change: (document: StoreDocument) => unknown,
): Promise<void> {
  const path = join(store, kind, `${digest}.json`);
  const changed = change(JSON.parse(await readFile(path, 'utf8')) as StoreDocument);
  await writeFile(path, typeof changed === 'string' ? changed : JSON.stringify(changed));
}

/** A test of a store in a folder, with an entry in it. */
type Case = (store: string, key: EntryKey, dir: string) => Promise<void>;

/** An entry in a store of files, and what somebody made of it. */
export const inStore =
  (test: Case): (() => Promise<void>) =>
  () =>
    inTemp(async (dir) => {
      const store = join(dir, 'store');
      await mkdir(store);
      await test(store, await pushTest(dir, placeAt(store)), dir);
    });

/** Path of a file of an entry. */
export const fileOf = (store: string, document: StoreDocument, name: string): string =>
  join(store, 'files', `${document.files[name]?.sha256 ?? ''}.gz`);

/** What a store says of an entry. */
export const documentIn = async (store: string, { kind, digest }: EntryKey): Promise<StoreDocument> =>
  JSON.parse(await readFile(join(store, kind, `${digest}.json`), 'utf8')) as StoreDocument;

/** The first file of an entry. */
export const first = (document: StoreDocument): StoreDocument['files'][string] =>
  document.files['bzImage'] ?? { sha256: '', bytes: 0 };

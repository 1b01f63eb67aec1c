// SPDX-License-Identifier: Apache-2.0
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { EntryKey } from '../core/cache.js';
import { readManifest } from '../core/cache-entry.js';
import { measureError } from '../core/errors.js';
import { prettyJson } from '../core/json.js';
import { ownValue } from '../core/own.js';
import { printable } from '../core/printable.js';
import { mostSpecific, validatorOf } from '../core/schema.js';
import { badEntry } from './fault.js';
import { LONGEST_DOCUMENT, STORED_KINDS, type StoreDocument, type StoredFile } from './types.js';

/** Most bytes of an entry, all its files together: what a guest can hold, several times. */
const MOST_BYTES = 16 * 1024 ** 3;

/** An entry's name for readers, with as much of the digest as tells it from others. */
export function entryName({ label, digest }: Pick<EntryKey, 'label' | 'digest'>): string {
  return `${printable(label, 120)} (${digest.slice(0, 12)})`;
}

/**
 * Reads what a store says of an entry.
 * @throws BenchError `STORE_ENTRY` (exit 3) for anything but the document of this very entry.
 */
export async function readDocument(bytes: Buffer, store: string, key: EntryKey): Promise<StoreDocument> {
  const bad = (why: string): Error => badEntry(store, entryName(key), why);
  if (bytes.length > LONGEST_DOCUMENT) throw bad('its description has no end');
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch {
    throw bad('its description is no JSON');
  }
  const validate = await validatorOf('store-entry', 'first');
  if (!validate(value)) {
    const { instancePath, message = 'is wrong' } = mostSpecific(validate.errors ?? []);
    const { format } = value as { format?: unknown };
    if (typeof format === 'number' && format !== 1)
      throw bad(`it has format ${format}, and this version knows 1`);
    throw bad(`its description does not fit its schema: ${instancePath} ${message}`);
  }
  const document = value as StoreDocument;
  if (document.kind !== key.kind || document.entry !== key.digest)
    throw bad(`its description is that of ${document.kind} ${document.entry.slice(0, 12)}`);
  const sizes = Object.values(document.files).map(({ bytes: size }) => size);
  if (sizes.reduce((sum, size) => sum + size, 0) > MOST_BYTES)
    throw bad(`it has more than ${MOST_BYTES} bytes`);
  return document;
}

/**
 * What an entry of the cache is, as a store has it.
 * @throws BenchError `CACHE_ENTRY` (exit 3) for one that no store can have.
 */
export async function documentOf(key: EntryKey, dir: string): Promise<StoreDocument> {
  const manifest = await readManifest(dir);
  const kind = STORED_KINDS.find((one) => one === key.kind);
  const names = Object.keys(manifest?.files ?? {}).sort();
  if (manifest === undefined || kind === undefined || names.length === 0) {
    throw measureError(
      'CACHE_ENTRY',
      `${entryName(key)} is no entry that a store can have.`,
      'Name a kernel or a root image: `lupine-bench cache list`.',
    );
  }
  const described = names.map(async (name): Promise<[string, StoredFile]> => {
    const { size } = await stat(join(dir, name));
    return [name, { sha256: ownValue(manifest.files, name) ?? '', bytes: size }];
  });
  const files = Object.fromEntries(await Promise.all(described));
  return { format: 1, kind, entry: key.digest, label: manifest.label, files };
}

/** The document as a store keeps it. */
export function documentText(document: StoreDocument): string {
  return prettyJson(document);
}

/** Names of the files in which two descriptions of an entry differ, those that only one has included. */
export function differingFiles(a: StoreDocument, b: StoreDocument): string[] {
  const names = new Set([...Object.keys(a.files), ...Object.keys(b.files)]);
  return [...names]
    .filter((name) => ownValue(a.files, name)?.sha256 !== ownValue(b.files, name)?.sha256)
    .sort();
}

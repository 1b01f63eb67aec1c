// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomic } from '../../core/files.js';
import { digestOf } from '../../core/json.js';
import { isRecord, readJson } from '../../core/remembered.js';
import { cacheFolder } from '../../core/cache-folder.js';
import type { PackageRecord } from './apt-records.js';

/** What was asked of apt: the packages of a declaration, and the components to look in. */
export interface PackageQuestion {
  names: readonly string[];
  components: readonly string[];
}

/** How packages resolved when apt could still say. */
export interface RememberedPackages {
  /** Date of apt's lists then, as `2026-07-11`. */
  lists: string;
  records: PackageRecord[];
}

const FORMAT = 1;

/** Remembers an answer in the cache, for a day on which apt's index cannot be asked. */
export async function rememberPackages(
  question: PackageQuestion,
  { lists, records }: RememberedPackages,
): Promise<void> {
  const path = await fileOf(question);
  const text = JSON.stringify({ format: FORMAT, lists, records });
  if ((await readFile(path, 'utf8').catch(() => '')) === text) return;
  // Only a help for later: no image fails for it.
  await writeAtomic(path, text).catch(() => undefined);
}

/** What was remembered; `undefined` when nothing was, or nothing that can be read. */
export async function recallPackages(question: PackageQuestion): Promise<RememberedPackages | undefined> {
  const found = await readJson(await fileOf(question));
  if (!isRecord(found) || found['format'] !== FORMAT) return undefined;
  const { lists, records } = found;
  if (typeof lists !== 'string' || !Array.isArray(records) || !records.every(isPackage)) return undefined;
  return { lists, records };
}

function isPackage(value: unknown): value is PackageRecord {
  if (!isRecord(value)) return false;
  const { name, version, sha256, depends, provides } = value;
  const texts = [name, version, sha256].every((text) => typeof text === 'string');
  return texts && Array.isArray(depends) && Array.isArray(provides);
}

async function fileOf({ names, components }: PackageQuestion): Promise<string> {
  const key = digestOf({ names: [...names].sort(), components: [...components].sort() });
  return join(await cacheFolder('deb'), `resolved-${key}.json`);
}

// SPDX-License-Identifier: Apache-2.0
import { rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { listFiles, sha256File } from './files.js';
import { type JsonValue, prettyJson } from './json.js';
import { ownValue } from './own.js';
import { requirePrivate } from './private-folder.js';
import { isRecord, readJson } from './remembered.js';

/** Kinds of entry; each has a folder of entries named by digest. */
export const CACHE_KINDS = [
  ...([
    'source',
    'archive',
    'config',
    'kernel',
    'guest',
    'deb',
    'oci',
    'rootfs',
    'host',
    'probe',
    'artifact',
  ] as const),
] as const;

/** One of {@link CACHE_KINDS}. */
export type CacheKind = (typeof CACHE_KINDS)[number];

/** How an entry is looked at: `files` hashes every file, `presence` is for trees of tens of thousands of files. */
export type Verification = 'files' | 'presence';

/** What an entry says of itself. */
interface Manifest {
  label: string;
  inputs: JsonValue;
  /** SHA-256 by path; empty for an entry that is only looked for. */
  files: Record<string, string>;
  /** Store that it was fetched from; missing for what was made here. */
  fetched?: string | undefined;
}

/** What an entry is and what it was made from, beside its files. */
export const MANIFEST = '.manifest.json';

/** Whether a path leads to something. */
export async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}

/** What an entry says of itself; `undefined` where that cannot be read. */
export async function readManifest(dir: string): Promise<Manifest | undefined> {
  const manifest = await readJson(join(dir, MANIFEST));
  if (!isRecord(manifest) || !isRecord(manifest['files'])) return undefined;
  const files = Object.entries(manifest['files']).map(([file, digest]) => [file, String(digest)]);
  const label = ownValue(manifest, 'label');
  const fetched = ownValue(manifest, 'fetched');
  return {
    label: typeof label === 'string' ? label : '',
    inputs: ownValue(manifest, 'inputs') as JsonValue,
    files: Object.fromEntries(files) as Record<string, string>,
    ...(typeof fetched === 'string' ? { fetched } : {}),
  };
}

/** Says in an entry that is being made what it is. */
export async function writeManifest(
  dir: string,
  about: Omit<Manifest, 'files'>,
  verify: Verification,
): Promise<void> {
  const files = new Map<string, string>();
  if (verify === 'files') {
    for (const file of await listFiles(dir)) files.set(file, await sha256File(join(dir, file)));
  }
  const { label, inputs, fetched } = about;
  const manifest: Manifest = { label, inputs, files: Object.fromEntries(files), fetched };
  await writeFile(join(dir, MANIFEST), prettyJson(manifest));
}

/** What is wrong with an entry: nothing, `absent`, or words. */
export async function findDamage(dir: string, verify: Verification): Promise<string | undefined> {
  await requirePrivate(dir);
  if (!(await exists(dir))) return 'absent';
  if (!(await exists(join(dir, MANIFEST)))) return `${MANIFEST} is missing`;
  const manifest = await readManifest(dir);
  if (manifest === undefined) return `${MANIFEST} cannot be read`;
  if (verify === 'presence') return undefined;
  for (const [file, digest] of Object.entries(manifest.files)) {
    const found = await sha256File(join(dir, file)).catch(() => 'nothing readable');
    if (found !== digest) return `${file} has SHA-256 ${found}, expected ${digest}`;
  }
  return undefined;
}

/** Takes an entry out of use, under its lock: another process may be about to do the same. */
export async function setAside(dir: string): Promise<void> {
  await rm(`${dir}.damaged`, { recursive: true, force: true });
  await rename(dir, `${dir}.damaged`);
}

/** Notes that an entry is used now, in the time of its manifest. A cache that cannot be written to has no such notes. */
export async function noteUse(dir: string): Promise<void> {
  const now = new Date();
  await utimes(join(dir, MANIFEST), now, now).catch(() => undefined);
}

// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from '../../../core/cache-folder.js';
import { writeAtomic } from '../../../core/files.js';
import { digestOf } from '../../../core/json.js';
import { type ImageReference, skopeoName } from './reference.js';

/** What a reference names. */
export interface Named {
  /** The manifest or index, byte for byte. */
  document: Buffer;
  /** True when its registry was asked just now. */
  fresh: boolean;
}

/** What a tag named when its registry was last asked. */
export interface RememberedTag extends Pick<Named, 'document'> {
  /** Day of that, as `2026-07-11`. */
  asked: string;
}

/** How the images of one run resolve tags. */
export interface RunTags {
  /** True asks registries again, whatever was remembered. */
  refresh: boolean;
  /** What tags turned out to name, by reference: within a run each is one image. */
  named: Map<string, Promise<Named>>;
}

/** Tags of a run that begins. */
export function runTags(refresh = false): RunTags {
  return { refresh, named: new Map() };
}

const FORMAT = 1;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Remembers what a tag of a registry named today; nothing of any other reference, which cannot move. */
export async function rememberTag(reference: ImageReference, document: Buffer): Promise<void> {
  if (!canMove(reference)) return;
  const asked = new Date().toISOString().slice(0, 10);
  const text = JSON.stringify({ format: FORMAT, asked, document: document.toString('base64') });
  // Only saves the registry a question: no image fails for it.
  await writeAtomic(await fileOf(reference), text).catch(() => undefined);
}

/** What was remembered; `undefined` when nothing was, or nothing that can be read. */
export async function recallTag(reference: ImageReference): Promise<RememberedTag | undefined> {
  if (!canMove(reference)) return undefined;
  try {
    const found: unknown = JSON.parse(await readFile(await fileOf(reference), 'utf8'));
    const { format, asked, document } = found as Record<string, unknown>;
    if (format !== FORMAT || typeof document !== 'string' || typeof asked !== 'string') return undefined;
    return DAY.test(asked) ? { asked, document: Buffer.from(document, 'base64') } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a reference may come to mean another image: it has a tag of a registry and no digest. */
function canMove({ kind, digest }: ImageReference): boolean {
  return kind === 'registry' && digest === undefined;
}

async function fileOf(reference: ImageReference): Promise<string> {
  return join(await cacheFolder('oci'), `tag-${digestOf(skopeoName(reference).name)}.json`);
}

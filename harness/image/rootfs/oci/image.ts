// SPDX-License-Identifier: Apache-2.0
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cached, isCached } from '../../../core/cache.js';
import type { JsonValue } from '../../../core/json.js';
import { KeptFiles } from '../../archive/kept-files.js';
import type { NamedEntry } from '../tree.js';
import type { UsedContainer } from '../types.js';
import { type FetchImage, copyImage, fetchManifest } from './fetch.js';
import { documentsIn, keepLayers } from './layers.js';
import { guestManifest, requireGuestPlatform } from './manifest.js';
import { parseReference } from './reference.js';
import { type Named, type RunTags, recallTag, rememberTag, runTags } from './tags.js';

/** Names the layers of an image, beside its files. */
const LAYERS = 'layers.json';

/** How to get an image. */
export interface ContainerOptions {
  /** Folder of app.yaml, to which a path on this host is relative. */
  appDir: string;
  signal?: AbortSignal | undefined;
  /** Called with what is being done. */
  onProgress?: ((text: string) => void) | undefined;
  /** Called with a fact that a reader of the results must know, one sentence. */
  onNote?: ((text: string) => void) | undefined;
  /** The tags of the run; of this image alone when missing. */
  tags?: RunTags | undefined;
}

/** A root file system from a container image. */
export interface Container {
  /** Everything in it, layers applied, a directory before what is in it. */
  entries: NamedEntry[];
  used: UsedContainer;
}

/**
 * Gives the root file system of a container image, fetched and unpacked once for each manifest. No right is needed, and no
 * registry for an image that is there: what a tag named is remembered.
 * @throws BenchError `OCI_REFERENCE` (exit 2), or `OCI_*` and `ARCHIVE_*` (exit 3).
 */
export async function containerImage(image: string, options: ContainerOptions): Promise<Container> {
  const { appDir, signal, onProgress, tags = runTags() } = options;
  const what = { reference: parseReference(image, appDir), image, signal };
  // With the path that a local reference is relative to.
  const key = JSON.stringify(what.reference);
  const named = tags.named.get(key) ?? namedBy(what, options);
  tags.named.set(key, named);
  const { document, fresh } = await named;
  const manifest = guestManifest(document, image);
  const { dir } = await cached({
    kind: 'oci',
    label: `container image ${image}`,
    inputs: inputsOf(manifest),
    ...(signal === undefined ? {} : { signal }),
    build: async (into) => {
      onProgress?.(`fetching the container image ${image}`);
      await unpack(what, manifest, into);
    },
  });
  if (fresh) await rememberTag(what.reference, document);
  const layers = JSON.parse(await readFile(join(dir, LAYERS), 'utf8')) as string[];
  return { entries: await (await KeptFiles.open(dir)).all(), used: { reference: image, manifest, layers } };
}

const inputsOf = (manifest: string): JsonValue => ({ format: 3, manifest });

/** What a reference names; for a tag what it named before, when the cache still has that image. */
async function namedBy(what: FetchImage, { tags, onNote }: ContainerOptions): Promise<Named> {
  const { reference, image } = what;
  const known = tags?.refresh === true ? undefined : await recallTag(reference);
  if (known === undefined || !(await isCached('oci', inputsOf(guestManifest(known.document, image)))))
    return { document: await fetchManifest(what), fresh: true };
  onNote?.(`${image} is the image that it named on ${known.asked}; --refresh asks its registry again`);
  return { document: known.document, fresh: false };
}

async function unpack(what: FetchImage, digest: string, into: string): Promise<void> {
  const { image, signal } = what;
  const layout = join(into, 'layout');
  await copyImage(what, digest, layout);
  const { manifest, config } = await documentsIn(layout, image);
  requireGuestPlatform(config, image);
  await keepLayers(layout, manifest, into, { image, signal });
  await writeFile(join(into, LAYERS), JSON.stringify(manifest.layers.map(({ digest }) => digest)));
  await rm(layout, { recursive: true });
}

// SPDX-License-Identifier: Apache-2.0
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { measureError } from '../../../core/errors.js';
import { keepFiles } from '../../archive/keep-files.js';
import { ARCHIVE_LIMITS, type ArchiveLimits } from '../../archive/limits.js';
import { unpackedFile } from '../../archive/unpack.js';
import { type ImageManifest, readManifest } from './manifest.js';

/** As registries have it for manifests, bytes. */
const LONGEST_DOCUMENT = 4 * 2 ** 20;

/** Filled when the guest runs. */
const EMPTY = new Set(['dev', 'proc', 'sys']);

/** How to read the layers of an image. */
export interface LayersOptions {
  /** What a reader knows the image by. */
  image: string;
  limits?: ArchiveLimits | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Lays the layers of an image over each other and keeps the result. Whatever they say, nothing of it is on this host but as
 * data.
 * @param layout folder with the image as an OCI layout.
 * @param manifest what it consists of.
 * @throws BenchError (exit 3) `ARCHIVE_*`, `OCI_MANIFEST`.
 */
export async function keepLayers(
  layout: string,
  { layers }: Pick<ImageManifest, 'layers'>,
  into: string,
  { image, limits = ARCHIVE_LIMITS, signal }: LayersOptions,
): Promise<void> {
  const what = `the container image ${image}`;
  const archives = layers.map(({ digest }) => ({ open: () => unpackedFile(blobPath(layout, digest), what) }));
  await keepFiles(archives, into, { what, limits, layers: true, empty: EMPTY, signal });
}

/** The manifest and configuration of the only image of a layout. @throws BenchError `OCI_MANIFEST` (exit 3). */
export async function documentsIn(
  layout: string,
  image: string,
): Promise<{ manifest: ImageManifest; config: Buffer }> {
  const [first] = readManifest(await document(join(layout, 'index.json'), image), image).manifests ?? [];
  const manifest = readManifest(await document(blobPath(layout, first?.digest ?? ''), image), image);
  return { manifest, config: await document(blobPath(layout, manifest.config?.digest ?? ''), image) };
}

/** Reads a document that should be short. */
async function document(path: string, image: string): Promise<Buffer> {
  const info = await stat(path).catch(() => undefined);
  if (info?.isFile() === true && info.size <= LONGEST_DOCUMENT) return await readFile(path);
  throw measureError(
    'OCI_MANIFEST',
    `a description of ${image} is missing, or longer than ${LONGEST_DOCUMENT} bytes.`,
    'Look at it with `skopeo inspect`.',
  );
}

/** Path of a blob; a digest that was read has its form already, which leads nowhere else. */
function blobPath(layout: string, digest: string): string {
  return join(layout, 'blobs', 'sha256', digest.slice('sha256:'.length));
}

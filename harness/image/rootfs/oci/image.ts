// SPDX-License-Identifier: Apache-2.0
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cached } from '../../../core/cache.js';
import { KeptFiles } from '../../archive/kept-files.js';
import type { NamedEntry } from '../tree.js';
import type { UsedContainer } from '../types.js';
import { type FetchImage, copyImage, fetchManifest } from './fetch.js';
import { documentsIn, keepLayers } from './layers.js';
import { guestManifest, requireGuestPlatform } from './manifest.js';
import { parseReference } from './reference.js';
import { requireOciTool } from './tools.js';

/** How to get an image. */
export interface ContainerOptions {
  /** Folder of app.yaml, to which a path on this host is relative. */
  appDir: string;
  signal?: AbortSignal | undefined;
  /** Called with what is being done. */
  onProgress?: ((text: string) => void) | undefined;
}

/** A root file system from a container image. */
export interface Container {
  /** Everything in it, layers applied, a directory before what is in it. */
  entries: NamedEntry[];
  used: UsedContainer;
}

/**
 * Gives the root file system of a container image, fetched and unpacked once for each manifest. No right is needed.
 * @throws BenchError `OCI_REFERENCE` (exit 2), or `OCI_*` and `ARCHIVE_*` (exit 3).
 */
export async function containerImage(image: string, options: ContainerOptions): Promise<Container> {
  const { appDir, signal, onProgress } = options;
  const what = { reference: parseReference(image, appDir), image, signal };
  await requireOciTool(signal);
  const manifest = guestManifest(await fetchManifest(what), image);
  const { dir } = await cached({
    kind: 'oci',
    label: `container image ${image}`,
    inputs: { format: 2, manifest },
    ...(signal === undefined ? {} : { signal }),
    build: async (into) => {
      onProgress?.(`fetching the container image ${image}`);
      await unpack(what, manifest, into);
    },
  });
  return { entries: await (await KeptFiles.open(dir)).all(), used: { reference: image, manifest } };
}

async function unpack(what: FetchImage, digest: string, into: string): Promise<void> {
  const { image, signal } = what;
  const layout = join(into, 'layout');
  await copyImage(what, digest, layout);
  const { manifest, config } = await documentsIn(layout, image);
  requireGuestPlatform(config, image);
  await keepLayers(layout, manifest, into, { image, signal });
  await rm(layout, { recursive: true });
}

// SPDX-License-Identifier: Apache-2.0
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cached } from '../../../core/cache.js';
import { measureError } from '../../../core/errors.js';
import { runTool } from '../../../core/tool.js';
import type { NamedEntry } from '../tree.js';
import type { UsedContainer } from '../types.js';
import { type FetchImage, copyImage, fetchManifest } from './fetch.js';
import { guestManifest, requireGuestPlatform } from './manifest.js';
import { parseReference } from './reference.js';
import { requireOciTools } from './tools.js';
import { keepTree, keptTree } from './unpacked.js';

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
 * @throws BenchError `OCI_REFERENCE` (exit 2), or `OCI_*` (exit 3).
 */
export async function containerImage(image: string, options: ContainerOptions): Promise<Container> {
  const { appDir, signal, onProgress } = options;
  const what = { reference: parseReference(image, appDir), image, signal };
  await requireOciTools(signal);
  const manifest = guestManifest(await fetchManifest(what), image);
  const { dir } = await cached({
    kind: 'oci',
    label: `container image ${image}`,
    inputs: { format: 1, manifest },
    ...(signal === undefined ? {} : { signal }),
    build: async (into) => {
      onProgress?.(`fetching the container image ${image}`);
      await unpack(what, manifest, into);
    },
  });
  return { entries: await keptTree(dir), used: { reference: image, manifest } };
}

async function unpack(what: FetchImage, manifest: string, into: string): Promise<void> {
  const { image, signal } = what;
  const [layout, bundle] = [join(into, 'layout'), join(into, 'bundle')];
  await copyImage(what, manifest, layout);
  requireGuestPlatform(await configOf(layout, image), image);
  await runTool('umoci', ['unpack', '--rootless', '--image', `${layout}:image`, bundle], {
    signal,
    code: 'OCI_UNPACK',
    next: 'Look at what umoci says above; it takes layers that are packed with gzip or not at all.',
  });
  await keepTree(join(bundle, 'rootfs'), into);
  await rm(bundle, { recursive: true });
  await rm(layout, { recursive: true });
}

/** The configuration of the only image of a layout. */
async function configOf(layout: string, image: string): Promise<Buffer> {
  const blob = async (digest: string | undefined): Promise<Buffer> => {
    if (digest?.startsWith('sha256:') === true) {
      return await readFile(join(layout, 'blobs', 'sha256', digest.slice('sha256:'.length)));
    }
    throw measureError('OCI_MANIFEST', `${image} has no configuration.`, 'Look at it with `skopeo inspect`.');
  };
  const index = JSON.parse(await readFile(join(layout, 'index.json'), 'utf8')) as {
    manifests?: { digest?: string }[];
  };
  const manifest = JSON.parse((await blob(index.manifests?.[0]?.digest)).toString('utf8')) as {
    config?: { digest?: string };
  };
  return await blob(manifest.config?.digest);
}

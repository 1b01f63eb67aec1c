// SPDX-License-Identifier: Apache-2.0
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { digestOfBytes } from '../../harness/image/rootfs/oci/manifest.js';
import type { NamedEntry } from '../../harness/image/rootfs/tree.js';
import { writeTar } from './tar.js';

const TYPES = {
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  index: 'application/vnd.oci.image.index.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
} as const;

/** A document or layer of an image, as a registry keeps it. */
interface Descriptor {
  mediaType: string;
  digest: string;
  size: number;
}

/** Blobs, manifests and indexes by digest, as a registry and an image layout have them. */
export class ContainerStore {
  readonly blobs = new Map<string, { type: string; bytes: Buffer }>();

  /** Stores an image of these layers; gives its manifest. */
  image(layers: readonly NamedEntry[][], architecture = 'amd64'): Descriptor {
    const archives = layers.map((entries) => writeTar(entries));
    const config = {
      architecture,
      os: 'linux',
      config: {},
      rootfs: { type: 'layers', diff_ids: archives.map((bytes) => digestOfBytes(bytes)) },
    };
    const manifest = {
      schemaVersion: 2,
      mediaType: TYPES.manifest,
      config: this.#add(TYPES.config, json(config)),
      layers: archives.map((bytes) => this.#add(TYPES.layer, gzipSync(bytes))),
    };
    return this.#add(TYPES.manifest, json(manifest));
  }

  /** Stores an index of images for several architectures. */
  index(images: Readonly<Record<string, Descriptor>>): Descriptor {
    const manifests = Object.entries(images).map(([architecture, image]) => ({
      ...image,
      platform: { architecture, os: 'linux' },
    }));
    return this.#add(TYPES.index, json({ schemaVersion: 2, mediaType: TYPES.index, manifests }));
  }

  /** Digests of the layers of an image. */
  layersOf(image: Descriptor): string[] {
    const { bytes } = this.blobs.get(image.digest) ?? { bytes: Buffer.from('{}') };
    const { layers = [] } = JSON.parse(bytes.toString()) as { layers?: Descriptor[] };
    return layers.map(({ digest }) => digest);
  }

  /** Writes everything as an OCI layout in which `image` has the tag `1`. */
  async writeLayout(dir: string, image: Descriptor): Promise<void> {
    await mkdir(join(dir, 'blobs', 'sha256'), { recursive: true });
    for (const [digest, { bytes }] of this.blobs) {
      await writeFile(join(dir, 'blobs', digest.replace(':', '/')), bytes);
    }
    const named = { ...image, annotations: { 'org.opencontainers.image.ref.name': '1' } };
    await writeFile(join(dir, 'index.json'), json({ schemaVersion: 2, manifests: [named] }));
    await writeFile(join(dir, 'oci-layout'), json({ imageLayoutVersion: '1.0.0' }));
  }

  #add(type: string, bytes: Buffer): Descriptor {
    const digest = digestOfBytes(bytes);
    this.blobs.set(digest, { type, bytes });
    return { mediaType: type, digest, size: bytes.length };
  }
}

/** Ends with a newline, as documents that were written by hand do. */
function json(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value)}\n`);
}

// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { measureError } from '../../../core/errors.js';
import { printable } from '../../../core/printable.js';
import { reasonOf } from '../../../core/reason.js';

/** The platform of the guests, in the words of image indexes. */
export const GUEST_PLATFORM = { architecture: 'amd64', os: 'linux' } as const;

/** What a registry keeps under its digest. */
export interface Blob {
  /** `sha256:` and 64 hex digits. */
  digest: string;
  /** Bytes. */
  size: number;
}

/** The parts of a manifest or index that are read here. */
export interface ImageManifest {
  /** Only of an index. */
  manifests?: { digest: string; platform: Platform }[] | undefined;
  /** Only of a manifest. */
  config?: Blob | undefined;
  layers: Blob[];
}

interface Platform {
  architecture: string;
  os: string;
}

/** No image that tools make has more; Docker's own limit is 127. */
const MOST_LAYERS = 500;

/** Digest of bytes as registries write it. */
export function digestOfBytes(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/**
 * Reads a manifest or index of strangers.
 * @param image what a reader knows the image by.
 * @throws BenchError `OCI_MANIFEST` (exit 3) for what is none, or has no digests where digests belong.
 */
export function readManifest(bytes: Buffer, image: string): ImageManifest {
  const document = readJson(bytes, image);
  const list = (key: 'layers' | 'manifests'): unknown[] => {
    const value = document[key];
    if (value === undefined) return [];
    if (!Array.isArray(value)) throw unreadable(image, `"${key}" is no list`);
    return value as unknown[];
  };
  const layers = list('layers').map((layer) => blob(layer, image));
  if (layers.length > MOST_LAYERS) throw unreadable(image, `it has ${layers.length} layers`);
  const config = document['config'] === undefined ? undefined : blob(document['config'], image);
  if (document['manifests'] === undefined) return { config, layers };
  const manifests = list('manifests').map((one) => ({
    digest: blob(one, image).digest,
    platform: platformOf(isObject(one) ? one['platform'] : undefined),
  }));
  return { manifests, config, layers };
}

/**
 * Digest of the manifest for the guest's platform: that of these bytes, or the one that they list when they are an index.
 * @param image what a reader knows the image by.
 * @throws BenchError (exit 3) `OCI_ARCHITECTURE`, which names what is there and what is wanted, or `OCI_MANIFEST`.
 */
export function guestManifest(bytes: Buffer, image: string): string {
  const { manifests, config } = readManifest(bytes, image);
  if (manifests === undefined) {
    if (config === undefined) throw unreadable(image, 'it is neither a manifest nor an index');
    return digestOfBytes(bytes);
  }
  const fitting = manifests.find(({ platform }) => fits(platform))?.digest;
  if (fitting !== undefined) return fitting;
  throw wrongPlatform(
    image,
    manifests.map(({ platform }) => platform),
  );
}

/**
 * Looks at an image's configuration.
 * @throws BenchError (exit 3) `OCI_ARCHITECTURE` or `OCI_MANIFEST`.
 */
export function requireGuestPlatform(config: Buffer, image: string): void {
  const platform = platformOf(readJson(config, image));
  if (!fits(platform)) throw wrongPlatform(image, [platform]);
}

function fits(platform: Platform): boolean {
  return platform.architecture === GUEST_PLATFORM.architecture && platform.os === GUEST_PLATFORM.os;
}

function blob(value: unknown, image: string): Blob {
  const { digest, size } = isObject(value) ? value : {};
  if (typeof digest !== 'string' || !/^sha256:[0-9a-f]{64}$/.test(digest))
    throw unreadable(image, 'it names something without a SHA-256 digest');
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0)
    throw unreadable(image, `${digest} has a size that is no number of bytes`);
  return { digest, size };
}

function platformOf(value: unknown): Platform {
  const { architecture, os } = isObject(value) ? value : {};
  const word = (text: unknown): string => (typeof text === 'string' ? printable(text, 40) : 'unknown');
  return { architecture: word(architecture), os: word(os) };
}

function readJson(bytes: Buffer, image: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    if (isObject(value)) return value;
  } catch (error) {
    throw unreadable(image, reasonOf(error, 200));
  }
  throw unreadable(image, 'it is no object');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unreadable(image: string, why: string): Error {
  return measureError(
    'OCI_MANIFEST',
    `the description of ${image} cannot be read: ${printable(why, 300)}.`,
    'Look at it with `skopeo inspect --raw`.',
  );
}

function wrongPlatform(image: string, found: readonly Platform[]): Error {
  const words = found
    .map((platform) => `${platform.os}/${platform.architecture}`)
    // Indexes also list descriptions of how an image was built, under a platform of this name.
    .filter((name) => name !== 'unknown/unknown');
  const { os, architecture } = GUEST_PLATFORM;
  const shown = words.length === 0 ? 'no platform' : words.slice(0, 20).join(', ');
  return measureError(
    'OCI_ARCHITECTURE',
    `${image} is made for ${shown}; the guests are ${os}/${architecture}.`,
    'Name an image that was made for this platform too.',
  );
}

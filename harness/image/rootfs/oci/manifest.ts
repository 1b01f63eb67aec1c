// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { measureError } from '../../../core/errors.js';
import { printable } from '../../../core/printable.js';
import { reasonOf } from '../../../core/reason.js';

/** The platform of the guests, in the words of image indexes. */
export const GUEST_PLATFORM = { architecture: 'amd64', os: 'linux' } as const;

interface Platform {
  architecture?: string;
  os?: string;
}

/** Parts of a manifest or index that are read here. */
interface Manifest {
  manifests?: { digest?: string; platform?: Platform }[];
  config?: { digest?: string };
}

/** Digest of bytes as registries write it. */
export function digestOfBytes(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/**
 * Digest of the manifest for the guest's platform: that of these bytes, or the one that they list when they are an index.
 * @param image what a reader knows the image by.
 * @throws BenchError (exit 3) `OCI_ARCHITECTURE`, which names what is there and what is wanted, or `OCI_MANIFEST`.
 */
export function guestManifest(bytes: Buffer, image: string): string {
  const { manifests, config } = readJson(bytes, image);
  if (manifests === undefined) {
    if (config?.digest === undefined) throw unreadable(image, 'it is neither a manifest nor an index');
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
  const platform = readJson(config, image) as Platform;
  if (!fits(platform)) throw wrongPlatform(image, [platform]);
}

function fits(platform: Platform | undefined): boolean {
  return platform?.architecture === GUEST_PLATFORM.architecture && platform.os === GUEST_PLATFORM.os;
}

function readJson(bytes: Buffer, image: string): Manifest {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    if (typeof value === 'object' && value !== null) return value;
  } catch (error) {
    throw unreadable(image, reasonOf(error, 200));
  }
  throw unreadable(image, 'it is no object');
}

function unreadable(image: string, why: string): Error {
  return measureError(
    'OCI_MANIFEST',
    `the description of ${image} cannot be read: ${why}.`,
    'Look at it with `skopeo inspect --raw`.',
  );
}

/** A registry may say anything there. */
function named(word: unknown): string {
  return typeof word === 'string' ? printable(word, 40) : 'unknown';
}

function wrongPlatform(image: string, found: readonly (Platform | undefined)[]): Error {
  const words = found
    .map((platform) => `${named(platform?.os)}/${named(platform?.architecture)}`)
    // Indexes also list descriptions of how an image was built, under a platform of this name.
    .filter((name) => name !== 'unknown/unknown');
  const { os, architecture } = GUEST_PLATFORM;
  return measureError(
    'OCI_ARCHITECTURE',
    `${image} is made for ${words.length === 0 ? 'no platform' : words.join(', ')}; the guests are ${os}/${architecture}.`,
    'Name an image that was made for this platform too.',
  );
}

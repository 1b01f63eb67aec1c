// SPDX-License-Identifier: Apache-2.0
import { access, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { cached } from '../../../core/cache.js';
import { measureError, usageError } from '../../../core/errors.js';
import { ARCHIVE_LIMITS } from '../../archive/limits.js';
import { fetchError, tooLarge } from './fetch-error.js';
import { GUEST_PLATFORM, digestOfBytes, readManifest } from './manifest.js';
import { type ImageReference, skopeoName } from './reference.js';
import { inTemporary, runSkopeo } from './skopeo.js';

/** What to fetch. */
export interface FetchImage {
  reference: ImageReference;
  /** The reference as the app has it. */
  image: string;
  signal?: AbortSignal | undefined;
  /** Most bytes of all its layers as they are fetched; those that a guest can hold when missing. */
  mostBytes?: number | undefined;
}

/** A registry that does not answer a question as small as this within a minute is not there. */
const ANSWER_WITHIN = '60s';
const COPY_WITHIN = '60m';

/**
 * The manifest or index behind a reference, byte for byte. One with a digest is asked for once; for a tag, which may
 * have moved, the registry is asked.
 * @throws BenchError `OCI_*` (exit 3); `OCI_REFERENCE` (exit 2) for a local image that is not there.
 */
export async function fetchManifest(what: FetchImage): Promise<Buffer> {
  const { reference, image, signal } = what;
  const { digest } = reference;
  if (reference.kind !== 'registry') await requireLocal(reference.path, image);
  const bytes =
    digest !== undefined && reference.kind === 'registry'
      ? await pinnedManifest(what, digest)
      : await inTemporary(async (dir) => await askFor(what, join(dir, 'manifest')));
  signal?.throwIfAborted();
  const found = digestOfBytes(bytes);
  if (digest === undefined || found === digest) return bytes;
  throw measureError(
    'OCI_DIGEST',
    `${image}: its manifest has the digest ${found}.`,
    'Correct the digest in the app declaration; if it is right, the image is not the one you mean.',
  );
}

/**
 * Copies the image with this manifest into a new OCI layout, under the name `image`. skopeo compares every blob with its digest.
 * @throws BenchError `OCI_*` (exit 3).
 */
export async function copyImage(what: FetchImage, digest: string, layout: string): Promise<void> {
  await requireSmall(what, digest);
  const { name, plain } = skopeoName(what.reference, digest);
  const platform = ['--override-arch', GUEST_PLATFORM.architecture, '--override-os', GUEST_PLATFORM.os];
  const tls = plain ? ['--src-tls-verify=false'] : [];
  // Relative, because a colon in the cache's own path would be taken for what stands before a tag.
  const args = [...platform, 'copy', '--quiet', ...tls, name, `oci:${basename(layout)}:image`];
  await skopeo(args, COPY_WITHIN, name, what, { cwd: dirname(layout) });
}

/** Looks at what the manifest says of its layers before anything of them is fetched. */
async function requireSmall(what: FetchImage, digest: string): Promise<void> {
  const { reference, image, mostBytes = ARCHIVE_LIMITS.bytes } = what;
  // What is on this host already takes no room by being read.
  if (reference.kind !== 'registry') return;
  const { layers } = readManifest(await pinnedManifest(what, digest), image);
  const bytes = layers.reduce((sum, { size }) => sum + size, 0);
  if (bytes > mostBytes) throw tooLarge(image, mostBytes);
}

async function pinnedManifest(what: FetchImage, digest: string): Promise<Buffer> {
  const { image, signal } = what;
  const { dir } = await cached({
    kind: 'oci',
    label: `manifest of ${image}`,
    inputs: { format: 1, document: digest },
    ...(signal === undefined ? {} : { signal }),
    build: async (into) => {
      const bytes = await askFor(what, join(into, 'manifest'), digest);
      if (digestOfBytes(bytes) === digest) return;
      throw measureError(
        'OCI_DIGEST',
        `${image}: the registry answered with ${digestOfBytes(bytes)}.`,
        'Try again; if it stays so, the registry or mirror is not to be trusted.',
      );
    },
  });
  return await readFile(join(dir, 'manifest'));
}

async function askFor(what: FetchImage, file: string, digest?: string): Promise<Buffer> {
  const { name, plain } = skopeoName(what.reference, digest);
  const args = ['inspect', '--raw', ...(plain ? ['--tls-verify=false'] : []), name];
  await skopeo(args, ANSWER_WITHIN, name, what, { file });
  return await readFile(file);
}

async function skopeo(
  args: readonly string[],
  within: string,
  asked: string,
  { image, signal, mostBytes = ARCHIVE_LIMITS.bytes }: FetchImage,
  { file, cwd }: { file?: string; cwd?: string },
): Promise<void> {
  try {
    await runSkopeo(args, { within, mostBytes, signal, file, cwd });
  } catch (error) {
    throw fetchError(error, { image, asked: asked.replace(/^docker:\/\//, '') });
  }
}

async function requireLocal(path: string, image: string): Promise<void> {
  await access(path).catch(() => {
    throw usageError(
      'OCI_REFERENCE',
      `${image}: there is no ${path}.`,
      'Correct `oci:` in the app declaration.',
    );
  });
}

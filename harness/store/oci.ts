// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { EntryKey } from '../core/cache.js';
import { BenchError } from '../core/errors.js';
import { sha256File } from '../core/files.js';
import { prettyJson } from '../core/json.js';
import { inWorkFolder } from '../core/work-folder.js';
import { fetchError } from '../image/rootfs/oci/fetch-error.js';
import { digestOfBytes, readManifest } from '../image/rootfs/oci/manifest.js';
import type { ImageReference } from '../image/rootfs/oci/reference.js';
import { skopeoName } from '../image/rootfs/oci/reference.js';
import { inTemporary, runSkopeo } from '../image/rootfs/oci/skopeo.js';
import { entryName } from './document.js';
import { badEntry } from './fault.js';
import { fileContents } from './folder.js';
import { type Backend, LONGEST_DOCUMENT, type PackedFile, mostPacked } from './types.js';

/** Types of what an entry is made of in a registry: the document is its configuration, each file a layer. */
const TYPES = {
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  document: 'application/vnd.lupine-bench.entry.v1+json',
  file: 'application/vnd.lupine-bench.file.v1+gzip',
} as const;

const NAME = 'org.opencontainers.image.ref.name';
const TITLE = 'org.opencontainers.image.title';

const ANSWER_WITHIN = '30s';
const COPY_WITHIN = '30m';

/** Most bytes of the JSON that a registry has beside our document. */
const LONGEST_MANIFEST = 1024 * 1024;

/** A store in an OCI registry or layout: a tag for each entry. skopeo compares every blob with its digest. */
export function ociBackend(reference: ImageReference, name: string): Backend {
  const run = async (
    args: readonly string[],
    how: { within: string; mostBytes: number; cwd: string; file?: string; signal?: AbortSignal | undefined },
  ): Promise<void> => {
    await runSkopeo(args, how).catch((error: unknown) => {
      throw fetchError(error, { image: name, asked: name });
    });
  };
  /** What skopeo is given for an entry, and where it runs: a colon in a path would be taken for what stands before a tag. */
  const place = (key: EntryKey, digest?: string): { name: string; plain: boolean; cwd: string } => {
    const tag = `${key.kind}-${key.digest}`;
    if (reference.kind !== 'registry')
      return {
        name: `${reference.kind}:${basename(reference.path)}:${tag}`,
        plain: false,
        cwd: dirname(reference.path),
      };
    return { ...skopeoName({ ...reference, tag }, digest), cwd: '/' };
  };
  const ask = async (
    key: EntryKey,
    what: readonly string[],
    signal?: AbortSignal,
    digest?: string,
  ): Promise<Buffer> => {
    const { name: asked, plain, cwd } = place(key, digest);
    const args = ['inspect', ...what, ...(plain ? ['--tls-verify=false'] : []), asked];
    return await inTemporary(async (dir) => {
      const file = join(dir, 'answer');
      await run(args, { within: ANSWER_WITHIN, mostBytes: LONGEST_MANIFEST, cwd, file, signal });
      return await readFile(file);
    });
  };
  return {
    document: async (key, signal) => {
      // A layout begins with the first entry that is pushed.
      if (reference.kind !== 'registry' && !existsSync(join(reference.path, 'index.json'))) return undefined;
      try {
        const manifest = await ask(key, ['--raw'], signal);
        const { config } = readManifest(manifest, name);
        if (config === undefined || config.size > LONGEST_DOCUMENT)
          throw badEntry(name, entryName(key), 'its manifest has no description, or one without end');
        const digest = reference.kind === 'registry' ? digestOfBytes(manifest) : undefined;
        const document = await ask(key, ['--config', '--raw'], signal, digest);
        if (digestOfBytes(document) === config.digest) return document;
        throw badEntry(name, entryName(key), 'its description is not that of its manifest');
      } catch (error) {
        // Registries say the same of what is not there and of what is not for everybody.
        if (error instanceof BenchError && error.code === 'OCI_IMAGE_UNKNOWN') return undefined;
        throw error;
      }
    },
    read: async (key, document, signal, use) => {
      const names = Object.keys(document.files).sort();
      const most = Object.values(document.files).reduce((sum, file) => sum + mostPacked(file), 0);
      const manifest = await ask(key, ['--raw'], signal);
      const { layers } = readManifest(manifest, name);
      const size = layers.reduce((sum, layer) => sum + layer.size, 0);
      if (layers.length !== names.length || size > most)
        throw badEntry(name, entryName(key), `its manifest has ${layers.length} files of ${size} bytes`);
      const digest = reference.kind === 'registry' ? digestOfBytes(manifest) : undefined;
      await inWorkFolder(`get${process.pid}-${key.digest}`, async (dir) => {
        const from = place(key, digest);
        const there = reference.kind === 'registry' ? undefined : reference.path;
        // A layout on this machine is read where it is.
        if (there === undefined) {
          const args = [
            'copy',
            '--quiet',
            '--retry-times',
            '3',
            ...(from.plain ? ['--src-tls-verify=false'] : []),
          ];
          const how = { within: COPY_WITHIN, mostBytes: most, cwd: dir, signal };
          await run([...args, from.name, 'oci:layout:entry'], how);
        }
        await use((file) => {
          const layer = layers[names.indexOf(file.name)]?.digest.replace('sha256:', '') ?? '';
          const path = join(there ?? join(dir, 'layout'), 'blobs', 'sha256', layer);
          return fileContents(path, (why) => badEntry(name, entryName(key), `${file.name}: ${why}`));
        });
      });
    },
    write: async (key, document, files, signal) => {
      await inWorkFolder(`put${process.pid}-${key.digest}`, async (dir) => {
        await writeLayout(join(dir, 'layout'), document, files);
        const to = place(key);
        const from = `oci:${join(dir, 'layout')}:entry`;
        const args = [
          'copy',
          '--quiet',
          '--preserve-digests',
          '--retry-times',
          '3',
          ...(to.plain ? ['--dest-tls-verify=false'] : []),
        ];
        const most = files.reduce((sum, file) => sum + mostPacked(file), LONGEST_MANIFEST);
        await run([...args, from, to.name], { within: COPY_WITHIN, mostBytes: most, cwd: to.cwd, signal });
      });
    },
  };
}

/** Writes an OCI layout with one entry, which takes the packed files for itself. */
async function writeLayout(dir: string, document: string, files: readonly PackedFile[]): Promise<void> {
  const blobs = join(dir, 'blobs', 'sha256');
  await mkdir(blobs, { recursive: true });
  const put = async (
    mediaType: string,
    text: string,
  ): Promise<{ mediaType: string; digest: string; size: number }> => {
    const bytes = Buffer.from(text);
    const digest = digestOfBytes(bytes);
    await writeFile(join(blobs, digest.replace('sha256:', '')), bytes);
    return { mediaType, digest, size: bytes.length };
  };
  const layers = [];
  for (const { name, packed, packedBytes } of [...files].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const digest = await sha256File(packed);
    await rename(packed, join(blobs, digest));
    layers.push({
      mediaType: TYPES.file,
      digest: `sha256:${digest}`,
      size: packedBytes,
      annotations: { [TITLE]: name },
    });
  }
  const config = await put(TYPES.document, document);
  const manifest = await put(
    TYPES.manifest,
    prettyJson({ schemaVersion: 2, mediaType: TYPES.manifest, config, layers }),
  );
  const index = { schemaVersion: 2, manifests: [{ ...manifest, annotations: { [NAME]: 'entry' } }] };
  await writeFile(join(dir, 'oci-layout'), prettyJson({ imageLayoutVersion: '1.0.0' }));
  await writeFile(join(dir, 'index.json'), prettyJson(index));
}

// SPDX-License-Identifier: Apache-2.0
import { createWriteStream } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { cached, findCached } from '../../core/cache.js';
import { measureError, usageError } from '../../core/errors.js';
import { sha256File } from '../../core/files.js';
import { displayPath } from '../../core/paths.js';
import { programs } from '../../core/programs.js';
import { ARCHIVE_LIMITS, strangeEntry } from '../archive/limits.js';
import { readTar } from '../archive/tar.js';
import { packageContents } from '../rootfs/deb.js';

/** Debian's package with a kernel source, and what it installs. */
export interface SourcePackage {
  /** `linux-source-6.1`. */
  name: string;
  /** Where its tarball is. */
  installed: string;
  /** What to do where neither it nor the tarball is to be had. */
  next: string;
}

/** The package of systems whose name has no version. */
export const DEFAULT_PACKAGE = 'linux-source-6.1';

/** A package by its name, which ends in the version of the kernel. */
export function sourcePackage(name: string): SourcePackage {
  const version = name.slice('linux-source-'.length);
  const option = name === DEFAULT_PACKAGE ? '--kernel-source' : `--kernel-source ${version}=<source>`;
  return {
    name,
    installed: `/usr/src/${name}.tar.xz`,
    next: `Install the Debian package ${name}, or give a tarball or folder of Linux ${version} with ${option} (Ubuntu has no such package).`,
  };
}

/** A packed source has a tenth of this. */
const MOST_BYTES = ARCHIVE_LIMITS.bytes;

/** Downloads Debian's package and takes the tarball out; gives its path. @throws BenchError `SOURCE_MISSING`, `ARCHIVE_*`. */
export async function downloadSourcePackage(
  { name, installed, next }: SourcePackage,
  signal?: AbortSignal,
): Promise<string> {
  const file = basename(installed);
  const entry = await cached({
    kind: 'deb',
    label: name,
    inputs: { package: name },
    ...(signal === undefined ? {} : { signal }),
    build: async (dir) => {
      await programs({ cwd: dir, signal, code: 'SOURCE_MISSING', next })`apt-get download -qq -- ${name}`;
      const deb = join(dir, (await readdir(dir)).find((one) => one.endsWith('.deb')) ?? '');
      await takeOut(deb, installed.slice(1), { name, to: join(dir, file) }, signal);
      await rm(deb);
    },
  });
  return join(entry.dir, file);
}

/** The tarball of a package that was downloaded before; undefined where it was not. */
export async function downloadedSourcePackage({
  name,
  installed,
}: SourcePackage): Promise<string | undefined> {
  const dir = await findCached('deb', { package: name });
  return dir === undefined ? undefined : join(dir, basename(installed));
}

/** Writes one file of a package. */
async function takeOut(
  deb: string,
  path: string,
  { name, to }: { name: string; to: string },
  signal?: AbortSignal,
): Promise<void> {
  const what = `the package ${name}`;
  const options = { what, limits: ARCHIVE_LIMITS, signal };
  for await (const entry of readTar(await packageContents(deb, what), options)) {
    if (entry.path !== path || entry.kind !== 'file') continue;
    await pipeline(entry.contents(), createWriteStream(to, { mode: 0o600 }));
    return;
  }
  throw strangeEntry(what, path, 'is missing');
}

/**
 * Downloads a source with this digest once; gives its path.
 * @throws BenchError `SOURCE_URL` (exit 3), `SOURCE_DIGEST` (exit 2).
 */
export async function downloadSource(
  url: string,
  digest: string,
  signal?: AbortSignal,
  mostBytes = MOST_BYTES,
): Promise<string> {
  const name = basename(new URL(url).pathname) || 'source';
  const entry = await cached({
    kind: 'source',
    label: name,
    inputs: { url: name, sha256: digest },
    ...(signal === undefined ? {} : { signal }),
    build: async (dir) => {
      const response = await fetch(url, signal === undefined ? {} : { signal }).catch((error: unknown) => {
        throw failed(url, 'could not be fetched', error);
      });
      if (!response.ok || response.body === null) throw failed(url, `answered ${response.status}`);
      const body = limited(Readable.fromWeb(response.body) as AsyncIterable<Buffer>, url, mostBytes);
      await pipeline(body, createWriteStream(join(dir, name)));
      await requireDigest(join(dir, name), digest);
    },
  });
  return join(entry.dir, name);
}

/** A server may send without an end. */
async function* limited(chunks: AsyncIterable<Buffer>, url: string, most: number): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > most) throw failed(url, `sends more than ${most} bytes`);
    yield chunk;
  }
}

function failed(url: string, what: string, cause?: unknown): Error {
  return measureError('SOURCE_URL', `${url} ${what}.`, 'Check the address and the network.', cause);
}

/** @throws BenchError `SOURCE_DIGEST` (exit 2) for a file with another digest. */
export async function requireDigest(path: string, digest: string): Promise<void> {
  const found = await sha256File(path);
  if (found === digest) return;
  throw usageError(
    'SOURCE_DIGEST',
    `${displayPath(path)} has SHA-256 ${found}, expected ${digest}.`,
    'Fetch the file again, or correct the digest if you trust this file.',
  );
}

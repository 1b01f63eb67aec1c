// SPDX-License-Identifier: Apache-2.0
import { readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { plainFolder } from '../../core/cache-folder.js';
import { cached, findCached } from '../../core/cache.js';
import { measureError, usageError } from '../../core/errors.js';
import { sha256File } from '../../core/files.js';
import { displayPath, packagePath } from '../../core/paths.js';
import type { KernelVersion } from '../../core/names.js';
import { printable } from '../../core/printable.js';
import { programs } from '../../core/programs.js';
import { kindOf } from '../../core/regular-file.js';
import { requireSoundOnce } from '../archive/sound.js';
import { copyTree, rememberCopy } from './source-copy.js';
import {
  DEFAULT_PACKAGE,
  downloadSource,
  downloadSourcePackage,
  downloadedSourcePackage,
  requireDigest,
  sourcePackage,
} from './source-download.js';
import { type TreeFile, readTree } from './source-tree.js';
import { requireRelease, requireReleaseIn } from './source-version.js';

/** A kernel source, found and identified. */
export interface KernelSource {
  /** Absolute path of a tarball, or of a user's tree, which is only ever read. */
  path: string;
  /** Of the tarball; of a tree the digest of all its files. */
  sha256: string;
  /** The files of a tree; missing for a tarball. */
  files?: readonly TreeFile[] | undefined;
  /** Debian package version when the lock file knows the digest; else what the source is called. */
  version: string;
  /** False when the lock file does not list the digest: recorded as a warning in the provenance. */
  known: boolean;
  /** Set for Debian's package, as the lock file knows it, that this machine has not yet: there is nothing to read of it. */
  absent?: true | undefined;
  /** The version for which the user named it, which its Makefile must say; missing where any will do. */
  named?: KernelVersion | undefined;
}

interface SourceLock {
  sources: { package: string; version: string; upstream: string; file: string; sha256: string }[];
}

/** How to look for a source. */
export interface FindOptions {
  signal?: AbortSignal | undefined;
  /** `look` never downloads, `expect` takes the lock file's word for what a download would bring; `fetch` when missing. */
  fetching?: 'fetch' | 'look' | 'expect' | undefined;
  /** Whether a tarball that the lock file does not list will do; only one that is named with its digest when missing. */
  unlisted?: 'allowed' | undefined;
  /** Debian's package where no source is named; {@link DEFAULT_PACKAGE} when missing. */
  package?: string | undefined;
  /** The version that it must have; any will do when missing. */
  version?: KernelVersion | undefined;
  /** Told of what takes its time. */
  onProgress?: ((text: string) => void) | undefined;
}

/**
 * Finds the kernel source: a tarball, a folder with a kernel tree, a URL with `#sha256=<hex>`, or (default) Debian's package,
 * installed or downloaded.
 * @throws BenchError `SOURCE_MISSING`, `SOURCE_DIGEST`, `SOURCE_URL`, `SOURCE_UNLISTED`, `SOURCE_VERSION` or `FILE_KIND` with what to do; of a folder
 *   what {@link readTree} throws.
 */
export async function findSource(wanted?: string, options: FindOptions = {}): Promise<KernelSource> {
  const { signal, unlisted, version: named } = options;
  if (wanted !== undefined && (await isFolder(wanted))) {
    const path = resolve(wanted);
    await requireReleaseIn(path, { path, named });
    return { ...(await treeSource(path, signal)), named };
  }
  const [place, digest] = wanted?.split('#sha256=') ?? [];
  const lock = JSON.parse(await readFile(packagePath('kernel', 'source.lock.json'), 'utf8')) as SourceLock;
  const expected = place === undefined ? await absentSource(lock, options) : undefined;
  if (expected !== undefined) return expected;
  const path = await fetchSource(place, digest, options);
  const sha256 = await sha256File(path);
  const entry = lock.sources.find((source) => source.sha256 === sha256);
  const version = entry === undefined ? `unlisted ${basename(path)}` : `${entry.package} ${entry.version}`;
  if (entry === undefined && digest === undefined && unlisted === undefined)
    throw unknownSource(path, sha256, named);
  if (entry !== undefined) requireRelease(entry.upstream, { path, named });
  return { path, sha256, version, known: entry !== undefined, named };
}

/** What a download would bring, when only that is asked and Debian's package is not on this machine. */
async function absentSource(
  lock: SourceLock,
  { fetching, package: wanted = DEFAULT_PACKAGE }: FindOptions,
): Promise<KernelSource | undefined> {
  if (fetching !== 'expect') return undefined;
  const debian = sourcePackage(wanted);
  const entry = lock.sources.find((source) => source.package === wanted);
  if (entry === undefined || (await presentSource(debian)) !== undefined) return undefined;
  const { sha256, version } = entry;
  return {
    path: debian.installed,
    sha256,
    version: `${wanted} ${version}`,
    known: true,
    absent: true,
  };
}

async function presentSource(debian: ReturnType<typeof sourcePackage>): Promise<string | undefined> {
  return (await isFile(debian.installed)) ? debian.installed : await downloadedSourcePackage(debian);
}

function unknownSource(path: string, sha256: string, named: KernelVersion | undefined): Error {
  const key = named === undefined ? '' : `${named}=`;
  return usageError(
    'SOURCE_UNLISTED',
    `kernel/source.lock.json does not list the kernel source ${displayPath(path)}: nobody has measured with it, and whoever made it decides what is built.`,
    `If it is the one that you mean, name it with its digest: --kernel-source ${key}${displayPath(path)}#sha256=${sha256}`,
  );
}

async function treeSource(path: string, signal?: AbortSignal): Promise<KernelSource> {
  return { path, known: false, ...(await readTree(path, signal)) };
}

async function fetchSource(
  place: string | undefined,
  digest: string | undefined,
  { signal, fetching = 'fetch', package: wanted = DEFAULT_PACKAGE, onProgress }: FindOptions,
): Promise<string> {
  const debian = sourcePackage(wanted);
  const { installed, next } = debian;
  if (place === undefined) {
    const there = await presentSource(debian);
    if (there !== undefined) return there;
    if (fetching !== 'fetch')
      throw measureError('SOURCE_MISSING', `the kernel source ${installed} is not on this machine.`, next);
    onProgress?.(`fetching ${wanted}, about 150 MB`);
    return await downloadSourcePackage(debian, signal);
  }
  if (digest !== undefined && !/^[0-9a-f]{64}$/.test(digest)) throw digestMalformed(place, digest);
  if (/^https?:/i.test(place)) {
    if (digest === undefined || !URL.canParse(place)) throw digestFault(place);
    return await downloadSource(place, digest, signal);
  }
  const path = resolve(place);
  const found = await stat(path).catch(() => undefined);
  const kind = found === undefined ? undefined : kindOf(found);
  if (found === undefined || kind !== undefined) {
    throw usageError(
      found === undefined ? 'SOURCE_MISSING' : 'FILE_KIND',
      kind === undefined
        ? `the kernel source ${displayPath(path)} does not exist.`
        : `the kernel source ${displayPath(path)} is ${kind}.`,
      'Give a tarball, a folder, or a URL with #sha256=.',
    );
  }
  if (digest !== undefined) await requireDigest(path, digest);
  return path;
}

function digestMalformed(place: string, digest: string): Error {
  return usageError(
    'SOURCE_URL',
    `the digest of the source ${printable(place, 300)} is "${printable(digest, 80)}", which is not 64 hex digits.`,
    'Give the whole of it, in lower case: `sha256sum` prints it.',
  );
}

function digestFault(place: string): Error {
  return usageError(
    'SOURCE_URL',
    `the source ${printable(place, 300)} comes without its digest, or is no address.`,
    'Append #sha256=<64 hex digits>.',
  );
}

/** Folder of a tarball that was unpacked before; `undefined` when it was not. */
export async function unpackedSource({ sha256 }: KernelSource): Promise<string | undefined> {
  return await findCached('source', { sha256 }, await plainFolder('source'));
}

/**
 * Unpacks a tarball, or copies a tree, once; gives the folder that holds the top `Makefile`. Never written to afterwards.
 * A copy is what makes a tree safe to build from: its owner goes on editing, and kbuild refuses a tree that was built in.
 */
export async function unpackSource(kernelSource: KernelSource, signal?: AbortSignal): Promise<string> {
  const entry = await cached({
    kind: 'source',
    label: `source ${kernelSource.version}`,
    inputs: { sha256: kernelSource.sha256 },
    folder: await plainFolder('source'),
    verify: 'presence',
    ...(signal === undefined ? {} : { signal }),
    build: async (dir) => {
      if (kernelSource.files !== undefined) {
        await copyTree(kernelSource.path, kernelSource.files, dir, signal);
        return;
      }
      await requireSoundSource(kernelSource, signal);
      await programs({
        signal,
        code: 'SOURCE_UNPACK',
      })`tar -xf ${kernelSource.path} ${TAR_OPTIONS} -C ${dir}`;
      if (!(await isFile(join(dir, 'Kconfig')))) {
        throw usageError(
          'SOURCE_MISSING',
          `${displayPath(kernelSource.path)} holds no kernel source.`,
          'Give a tarball of a kernel source.',
        );
      }
    },
  });
  if (kernelSource.files !== undefined && !entry.hit) {
    await rememberCopy(kernelSource.path, kernelSource.files, entry.dir);
  }
  // Of a tarball that nobody has listed nothing is known before.
  await requireReleaseIn(entry.dir, kernelSource);
  return entry.dir;
}

/** Nothing of who packed it, and nothing above the folder. */
export const TAR_OPTIONS = ['--strip-components=1', '--no-same-owner', '--no-same-permissions'] as const;

/** Looks at a tarball that nobody has listed, before tar unpacks it. @throws BenchError `ARCHIVE_*` (exit 3). */
export async function requireSoundSource(source: KernelSource, signal?: AbortSignal): Promise<void> {
  const { path, sha256, known } = source;
  if (!known)
    await requireSoundOnce({ path, what: `the kernel source ${displayPath(path)}`, signal }, sha256);
}

async function isFolder(path: string): Promise<boolean> {
  return await stat(path).then(
    (info) => info.isDirectory(),
    () => false,
  );
}

async function isFile(path: string): Promise<boolean> {
  return await stat(path).then(
    (info) => info.isFile(),
    () => false,
  );
}

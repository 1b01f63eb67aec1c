// SPDX-License-Identifier: Apache-2.0
import { createWriteStream } from 'node:fs';
import { readFile, readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { cached, findCached } from '../../core/cache.js';
import { measureError, usageError } from '../../core/errors.js';
import { sha256File } from '../../core/files.js';
import { plainFolder } from '../../core/cache-folder.js';
import { displayPath, packagePath } from '../../core/paths.js';
import { runTool } from '../../core/tool.js';
import { copyTree, rememberCopy } from './source-copy.js';
import { type TreeFile, readTree } from './source-tree.js';

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
}

interface SourceLock {
  sources: { package: string; version: string; upstream: string; file: string; sha256: string }[];
}

const PACKAGE = 'linux-source-6.1';
const MISSING_NEXT =
  'Install the Debian package linux-source-6.1, or give a tarball or folder of Linux 6.1 with --kernel-source (Ubuntu has no such package).';
const INSTALLED = `/usr/src/${PACKAGE}.tar.xz`;

/**
 * Finds the kernel source: a tarball, a folder with a kernel tree, a URL with `#sha256=<hex>`, or (default) Debian's package, installed or downloaded.
 * @param fetching `look` never downloads.
 * @throws BenchError `SOURCE_MISSING`, `SOURCE_DIGEST` or `SOURCE_URL` with what to do; of a folder what {@link readTree} throws.
 */
export async function findSource(
  wanted: string | undefined,
  signal?: AbortSignal,
  fetching: 'fetch' | 'look' = 'fetch',
): Promise<KernelSource> {
  if (wanted !== undefined && (await isFolder(wanted))) return await treeSource(resolve(wanted), signal);
  const path = await fetchSource(wanted, fetching, signal);
  const sha256 = await sha256File(path);
  const lock = JSON.parse(await readFile(packagePath('kernel', 'source.lock.json'), 'utf8')) as SourceLock;
  const entry = lock.sources.find((source) => source.sha256 === sha256);
  const version = entry === undefined ? `unlisted ${basename(path)}` : `${entry.package} ${entry.version}`;
  return { path, sha256, version, known: entry !== undefined };
}

async function treeSource(path: string, signal?: AbortSignal): Promise<KernelSource> {
  return { path, known: false, ...(await readTree(path, signal)) };
}

async function fetchSource(
  wanted: string | undefined,
  fetching: 'fetch' | 'look',
  signal?: AbortSignal,
): Promise<string> {
  if (wanted === undefined) {
    if (await isFile(INSTALLED)) return INSTALLED;
    if (fetching === 'look') throw missingPackage();
    return await downloadPackage(signal);
  }
  const [place = '', digest] = wanted.split('#sha256=');
  if (/^https?:/.test(place)) {
    if (digest === undefined || !/^[0-9a-f]{64}$/.test(digest)) {
      throw usageError(
        'SOURCE_URL',
        `the source ${place} comes without its digest.`,
        'Append #sha256=<64 hex digits>.',
      );
    }
    return await downloadUrl(place, digest, signal);
  }
  const path = resolve(place);
  if (!(await isFile(path))) {
    throw usageError(
      'SOURCE_MISSING',
      `${displayPath(path)} does not exist.`,
      'Give a tarball, a folder, or a URL with #sha256=.',
    );
  }
  if (digest !== undefined) await requireDigest(path, digest);
  return path;
}

function missingPackage(): Error {
  return measureError(
    'SOURCE_MISSING',
    `the kernel source ${INSTALLED} is not on this machine.`,
    MISSING_NEXT,
  );
}

async function downloadPackage(signal?: AbortSignal): Promise<string> {
  const entry = await cached({
    kind: 'deb',
    label: PACKAGE,
    inputs: { package: PACKAGE },
    ...(signal === undefined ? {} : { signal }),
    build: async (dir) => {
      const options = {
        cwd: dir,
        signal,
        code: 'SOURCE_MISSING',
        next: MISSING_NEXT,
      };
      await runTool('apt-get', ['download', '-qq', PACKAGE], options);
      const deb = (await readdir(dir)).find((file) => file.endsWith('.deb')) ?? '';
      await runTool('dpkg-deb', ['-x', deb, 'tree'], options);
      await runTool('mv', [`tree${INSTALLED}`, '.'], options);
      await runTool('rm', ['-r', 'tree', deb], options);
    },
  });
  return join(entry.dir, basename(INSTALLED));
}

async function downloadUrl(url: string, digest: string, signal?: AbortSignal): Promise<string> {
  const name = basename(new URL(url).pathname);
  const entry = await cached({
    kind: 'source',
    label: name,
    inputs: { url: name, sha256: digest },
    ...(signal === undefined ? {} : { signal }),
    build: async (dir) => {
      const response = await fetch(url, signal === undefined ? {} : { signal }).catch((error: unknown) => {
        throw measureError(
          'SOURCE_URL',
          `${url} could not be fetched.`,
          'Check the address and the network.',
          error,
        );
      });
      if (!response.ok || response.body === null) {
        throw measureError('SOURCE_URL', `${url} answered ${response.status}.`, 'Check the address.');
      }
      await pipeline(Readable.fromWeb(response.body), createWriteStream(join(dir, name)));
      await requireDigest(join(dir, name), digest);
    },
  });
  return join(entry.dir, name);
}

async function requireDigest(path: string, digest: string): Promise<void> {
  const found = await sha256File(path);
  if (found !== digest) {
    throw usageError(
      'SOURCE_DIGEST',
      `${displayPath(path)} has SHA-256 ${found}, expected ${digest}.`,
      'Fetch the file again, or correct the digest if you trust this file.',
    );
  }
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
      const args = ['-xf', kernelSource.path, '--strip-components=1', '--no-same-owner', '-C', dir];
      await runTool('tar', args, { signal, code: 'SOURCE_UNPACK' });
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
  return entry.dir;
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

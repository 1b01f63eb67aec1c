// SPDX-License-Identifier: Apache-2.0
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { cached } from '../../core/cache.js';
import { measureError } from '../../core/errors.js';
import { sha256File } from '../../core/files.js';
import { runTool } from '../../core/tool.js';
import { keepFiles } from '../archive/keep-files.js';
import { KeptFiles } from '../archive/kept-files.js';
import { ARCHIVE_LIMITS } from '../archive/limits.js';
import type { Unpacked } from '../archive/tar.js';
import { toolOutput } from '../archive/unpack.js';
import { type AptOptions, aptOptions } from './apt.js';
import type { PackageRecord } from './apt-records.js';
import { aptEnvironment } from './private-apt.js';

/** How to fetch a package. */
export interface FetchOptions extends AptOptions {
  /** Called with what is being done. */
  onProgress?: ((text: string) => void) | undefined;
}

/**
 * Gives the files of a package, downloaded and read once. What a package brings for the machine that it is installed on (its
 * scripts) is not looked at, and nothing of it is unpacked to the file system.
 * @throws BenchError `PACKAGE_DOWNLOAD`, `PACKAGE_CHECKSUM` or `ARCHIVE_*` (exit 3).
 */
export async function unpackedPackage(record: PackageRecord, options: FetchOptions): Promise<KeptFiles> {
  const { name, version, sha256 } = record;
  const { signal } = options;
  const { dir } = await cached({
    kind: 'deb',
    label: `package ${name} ${version}`,
    inputs: { format: 2, sha256 },
    ...(signal === undefined ? {} : { signal }),
    build: async (into) => {
      options.onProgress?.(`downloading package ${name} ${version}`);
      const download = join(into, 'download');
      await mkdir(download);
      await runTool(
        'apt-get',
        [...(await aptOptions(options)), '-q', 'download', '--', `${name}=${version}`],
        {
          cwd: download,
          env: aptEnvironment(),
          signal,
          code: 'PACKAGE_DOWNLOAD',
          next: 'Check the network; run `sudo apt-get update` if the version is no longer on the server.',
        },
      );
      const [file = ''] = await readdir(download);
      const deb = join(download, file);
      const found = await sha256File(deb);
      if (found !== sha256) throw checksumError(record, found);
      await keepPackage(deb, `package ${name} ${version}`, into, signal);
      await rm(download, { recursive: true });
    },
  });
  return await KeptFiles.open(dir);
}

/** Keeps the files of a package file. @throws BenchError `ARCHIVE_*` (exit 3). */
export async function keepPackage(
  deb: string,
  what: string,
  into: string,
  signal?: AbortSignal,
  limits = ARCHIVE_LIMITS,
): Promise<void> {
  await keepFiles([{ open: () => packageContents(deb, what) }], into, {
    what,
    limits,
    layers: false,
    signal,
  });
}

/** The tar archive in a package file. */
export async function packageContents(deb: string, what: string): Promise<Unpacked> {
  const { size } = await stat(deb);
  return { chunks: toolOutput('dpkg-deb', ['--fsys-tarfile', deb], what), packed: () => size };
}

function checksumError({ name, version, sha256 }: PackageRecord, found: string): Error {
  return measureError(
    'PACKAGE_CHECKSUM',
    `package ${name} ${version} has SHA-256 ${found}, apt's lists say ${sha256}.`,
    'Run `sudo apt-get update`; if it stays so, the mirror is not to be trusted.',
  );
}

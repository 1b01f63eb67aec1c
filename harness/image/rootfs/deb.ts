// SPDX-License-Identifier: Apache-2.0
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cached } from '../../core/cache.js';
import { measureError } from '../../core/errors.js';
import { sha256File } from '../../core/files.js';
import { runTool } from '../../core/tool.js';
import { type AptOptions, aptOptions } from './apt.js';
import type { PackageRecord } from './apt-records.js';
import { aptEnvironment } from './private-apt.js';

/** How to fetch a package. */
export interface FetchOptions extends AptOptions {
  /** Called with what is being done. */
  onProgress?: ((text: string) => void) | undefined;
}

/**
 * Gives the folder of a package's files, downloaded and unpacked once.
 * @throws BenchError `PACKAGE_DOWNLOAD`, `PACKAGE_CHECKSUM` or `PACKAGE_UNPACK` (exit 3).
 */
export async function unpackedPackage(record: PackageRecord, options: FetchOptions): Promise<string> {
  const { name, version, sha256 } = record;
  const { signal } = options;
  const { dir } = await cached({
    kind: 'deb',
    label: `package ${name} ${version}`,
    inputs: { format: 1, sha256 },
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
      await runTool('dpkg-deb', ['-x', deb, join(into, 'root')], { signal, code: 'PACKAGE_UNPACK' });
      await rm(download, { recursive: true });
    },
  });
  return join(dir, 'root');
}

function checksumError({ name, version, sha256 }: PackageRecord, found: string): Error {
  return measureError(
    'PACKAGE_CHECKSUM',
    `package ${name} ${version} has SHA-256 ${found}, apt's lists say ${sha256}.`,
    'Run `sudo apt-get update`; if it stays so, the mirror is not to be trusted.',
  );
}

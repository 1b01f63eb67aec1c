// SPDX-License-Identifier: Apache-2.0
import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { searchPath } from '../../core/child.js';
import { cached } from '../../core/cache.js';
import { cacheFolder } from '../../core/cache-folder.js';
import { makeFolder, sha256File } from '../../core/files.js';
import { packagePath } from '../../core/paths.js';
import { runTool } from '../../core/tool.js';
import { toolVersion } from '../../core/tool-version.js';
import { inWorkFolder } from '../../core/work-folder.js';
import { findSourcePackage } from '../../image/native/source.js';
import { unpackSourcePackage } from '../../image/native/unpack.js';
import type { SourcePackage } from '../../image/native/types.js';
import type { KeptFiles } from '../../image/archive/kept-files.js';
import { unpackedPackage } from '../../image/rootfs/deb.js';
import type { PackageRecord } from '../../image/rootfs/apt-records.js';

/** A source package that is compiled once more for the names in it: `rebuild/<source>.sh` leaves `objects.a` in `$OUT`. */
export interface Rebuilt {
  source: string;
  /** Packages made from it whose programs it names. */
  packages: readonly string[];
  /** Packages with headers that it needs. */
  headers: readonly string[];
}

/** Programs for which Debian's main archive has neither debug symbols nor a static library. */
export const REBUILT: readonly Rebuilt[] = [
  {
    source: 'redis',
    packages: ['redis-server', 'redis-tools'],
    headers: ['libjemalloc-dev', 'libssl-dev', 'libsystemd-dev'],
  },
];

/** How to compile. */
export interface RebuildOptions {
  signal?: AbortSignal | undefined;
  /** Called with what is being done. */
  onProgress?: ((text: string) => void) | undefined;
}

/**
 * What the compiler of this host makes of a source package, as a static library; once per source, headers and compiler. Undefined
 * where apt has another version of the source.
 * @throws BenchError `SYMBOLS_REBUILD`, `SOURCE_*`, `PACKAGE_*` (exit 3).
 */
export async function rebuiltObjects(
  { source: name }: Rebuilt,
  version: string,
  headers: readonly PackageRecord[],
  options: RebuildOptions,
): Promise<string | undefined> {
  const source = await findSourcePackage(name, options);
  if (source.version !== version) return undefined;
  const script = packagePath('harness', 'profile', 'symbols', 'rebuild', `${name}.sh`);
  const { dir } = await cached({
    kind: 'host',
    label: `names of the functions of ${name} ${version}`,
    inputs: {
      format: 1,
      script: await sha256File(script),
      source: source.sha256,
      headers: headers.map(({ sha256 }) => sha256).sort(),
      compiler: await toolVersion('gcc'),
    },
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    onWait: () => options.onProgress?.(`another process is compiling ${name}; waiting for it`),
    build: (into) =>
      inWorkFolder(basename(into), (work) => compile({ source, script, headers, work, into }, options)),
  });
  return join(dir, 'objects.a');
}

async function compile(
  parts: {
    source: SourcePackage;
    script: string;
    headers: readonly PackageRecord[];
    work: string;
    into: string;
  },
  { signal, onProgress }: RebuildOptions,
): Promise<void> {
  const { source, script, headers, work, into } = parts;
  const include = join(work, 'include');
  await mkdir(include);
  for (const record of headers)
    await copyHeaders(await unpackedPackage(record, { signal, onProgress }), include);
  const tree = join(work, 'source');
  await unpackSourcePackage(source, tree, signal);
  onProgress?.(`compiling ${source.name} ${source.version} for the names of its functions`);
  await runTool('sh', [script], {
    cwd: tree,
    env: {
      PATH: searchPath(process.env['PATH']),
      CPATH: `${include}:${join(include, 'x86_64-linux-gnu')}`,
      SOURCE_DATE_EPOCH: '0',
      ...{ OUT: into, JOBS: String(availableParallelism()) },
    },
    signal,
    log: join(await cacheFolder('logs'), `symbols-${source.name}.log`),
    code: 'SYMBOLS_REBUILD',
    next: 'Install gcc, make and the headers of the C library; a profile works without.',
  });
}

async function copyHeaders(files: KeptFiles, into: string): Promise<void> {
  const folder = 'usr/include';
  for (const name of files.below(folder)) {
    const found = await files.entry(`${folder}/${name}`);
    if (found?.kind !== 'file') continue;
    const path = join(into, name);
    await makeFolder(dirname(path));
    await writeFile(path, found.data);
  }
}

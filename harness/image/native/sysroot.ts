// SPDX-License-Identifier: Apache-2.0
import { cp, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { cached } from '../../core/cache.js';
import type { JsonValue } from '../../core/json.js';
import { cacheFolder } from '../../core/cache-folder.js';
import { packagePath } from '../../core/paths.js';
import { runTool } from '../../core/tool.js';
import { toolVersion } from '../../core/tool-version.js';
import { inWorkFolder } from '../../core/work-folder.js';
import { type Patch, applySeries, readSeries } from './series.js';
import { findSourcePackage } from './source.js';
import type { NativeOptions, SourcePackage } from './types.js';
import { unpackSourcePackage } from './unpack.js';

/** Where the dynamic linker is in the guest, if anything there is linked dynamically. */
export const LDSO = '/lib/ld-musl-x86_64.so.1';

/** Optimised for speed, as Debian builds its own musl; nothing of this machine in the result. */
const FLAGS = '-O2 -g0';

/** A C library, its headers and start files, built here. */
export interface Sysroot {
  /** Folder with `include/`, `lib/` and the generator of the compiler's specs. */
  dir: string;
  /** Digest of every input. */
  digest: string;
  musl: SourcePackage;
  /** Our patches in it; none when it is Debian's as it is. */
  patches: Patch[];
  /** First line of what the compiler says about itself. */
  compiler: string;
}

/** What to build besides the usual. */
export interface SysrootOptions extends NativeOptions {
  /** Folder of the patches, `kml/musl` when missing; `none` for Debian's musl as it is, to compare with. */
  series?: string;
}

/**
 * Builds Debian's musl with our patches, once per state of source, patches and compiler.
 * @throws BenchError `MUSL_PATCH_MISFIT` before anything is built, `MUSL_BUILD`, or as {@link findSourcePackage} (exit 3).
 */
export async function buildSysroot(options: SysrootOptions = {}): Promise<Sysroot> {
  const { signal } = options;
  const folder = options.series ?? packagePath('kml', 'musl');
  const patches = folder === 'none' ? [] : await readSeries(folder);
  const musl = await findSourcePackage('musl', options);
  const compiler = await toolVersion('gcc');
  const inputs: JsonValue = {
    format: 1,
    source: musl.sha256,
    patches: patches.map(({ sha256 }) => sha256),
    flags: FLAGS,
    compiler,
    linker: await toolVersion('ld'),
  };
  const { dir, digest } = await cached({
    kind: 'guest',
    label: `musl ${musl.version}${patches.length === 0 ? '' : ' with near calls'}`,
    inputs,
    ...(signal === undefined ? {} : { signal }),
    onWait: () => options.onProgress?.('another process is building musl; waiting for it'),
    build: (into) => inWorkFolder(basename(into), (work) => make({ musl, patches, into, work, options })),
  });
  return { dir, digest, musl, patches, compiler };
}

async function make(parts: {
  musl: SourcePackage;
  patches: readonly Patch[];
  into: string;
  work: string;
  options: NativeOptions;
}): Promise<void> {
  const { musl, patches, into, work, options } = parts;
  const { signal } = options;
  const tree = join(work, 'musl');
  options.onProgress?.(`unpacking musl ${musl.version}`);
  await unpackSourcePackage(musl, tree, signal);
  await applySeries(patches, tree, `musl ${musl.version}`, signal);
  options.onProgress?.(`building musl ${musl.version}`);
  const tool = {
    cwd: tree,
    signal,
    code: 'MUSL_BUILD',
    next: 'Correct kml/musl or the compiler as it says.',
    log: join(await cacheFolder('logs'), 'musl.log'),
  };
  const configuration = ['--prefix=/', `--syslibdir=/lib`, '--disable-gcc-wrapper', `CFLAGS=${FLAGS}`];
  await runTool('./configure', configuration, tool);
  const made = join(work, 'made');
  await runTool('make', [`-j${availableParallelism()}`, `DESTDIR=${made}`, 'install'], tool);
  // A link to the library itself, absolute in the sysroot: of no use here.
  await rm(join(made, LDSO));
  for (const part of ['include', 'lib']) await cp(join(made, part), join(into, part), { recursive: true });
  await cp(join(tree, 'tools', 'musl-gcc.specs.sh'), join(into, 'specs.sh'));
}

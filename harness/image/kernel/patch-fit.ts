// SPDX-License-Identifier: Apache-2.0
import { copyFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { cached } from '../../core/cache.js';
import { plainEnvironment } from '../../core/child.js';
import { type BenchError, measureError, usageError } from '../../core/errors.js';
import { hasCode, makeFolder } from '../../core/files.js';
import { type Foreign, foreign, foreignLines, partsOf, trimmed } from '../../core/foreign.js';
import { printable } from '../../core/printable.js';
import { plainFolder } from '../../core/cache-folder.js';
import { displayPath } from '../../core/paths.js';
import { programs } from '../../core/programs.js';
import type { LinuxSystem } from '../../system/types.js';
import { type Patch, readPatches } from './patch-files.js';
import {
  type KernelSource,
  TAR_OPTIONS,
  requireSoundSource,
  unpackSource,
  unpackedSource,
} from './source.js';

/** The files of a source that patches change, as they are afterwards. */
export interface PatchedFiles {
  /** Folder with the changed files, in the folders of the source. */
  dir: string;
  /** Every file that is changed, made or removed, relative to the top folder. */
  touched: string[];
}

/**
 * Applies the patches to copies of the files that they change, without fuzz; once for a source and patches, then the
 * cache remembers it. The source itself is not touched, and need not even be unpacked.
 * @throws BenchError (exit 2) `PATCH_MISFIT` naming patch, file, hunk and source; see also {@link readPatches}.
 */
export async function patchFiles(
  paths: readonly string[],
  kernelSource: KernelSource,
  signal?: AbortSignal,
): Promise<PatchedFiles> {
  const patches = await readPatches(paths);
  const touched = [...new Set(patches.flatMap(({ files }) => files))].sort();
  const { dir } = await cached({
    kind: 'source',
    label: `patched files of ${kernelSource.version}`,
    inputs: { patched: 'files', source: kernelSource.sha256, patches: patches.map(({ sha256 }) => sha256) },
    folder: await plainFolder('source'),
    ...(signal === undefined ? {} : { signal }),
    build: async (into) => {
      await fetchFiles(touched, kernelSource, into, signal);
      for (const patch of patches) await applyPatch(patch, kernelSource, into, signal);
    },
  });
  return { dir, touched };
}

/**
 * Makes sure that all patches of these systems fit the source, before anything is built. A source that is not here yet cannot be asked.
 * @throws BenchError as {@link patchFiles}.
 */
export async function requirePatchesFit(
  systems: readonly LinuxSystem[],
  source: (system: LinuxSystem) => Promise<KernelSource>,
  signal?: AbortSignal,
): Promise<void> {
  const series = new Map(systems.map((one) => [[one.source ?? '', ...one.patches].join('\n'), one]));
  for (const system of series.values()) {
    if (system.patches.length === 0) continue;
    const kernelSource = await source(system);
    if (kernelSource.absent === undefined) await patchFiles(system.patches, kernelSource, signal);
  }
}

/** Copies files from the unpacked source, or else takes them out of the tarball; those that it lacks stay absent. */
async function fetchFiles(
  files: readonly string[],
  kernelSource: KernelSource,
  into: string,
  signal?: AbortSignal,
): Promise<void> {
  // The owner of a tree may change it between two looks at it; what was copied stays as it was identified.
  const source =
    kernelSource.files === undefined
      ? await unpackedSource(kernelSource)
      : await unpackSource(kernelSource, signal);
  if (source === undefined) {
    const wanted = files.map((file) => `*/${file}`);
    await requireSoundSource(kernelSource, signal);
    const run = programs({ signal, code: 'SOURCE_UNPACK' });
    const inTar = ['--wildcards', '--no-wildcards-match-slash', '-C', into, ...wanted];
    // A file that the source lacks makes tar fail at the end; patch then says which and why it matters.
    await run`tar -xf ${kernelSource.path} ${TAR_OPTIONS} ${inTar}`.catch((error: unknown) => {
      if (!(error instanceof Error && error.message.includes('Not found in archive'))) throw error;
    });
    return;
  }
  for (const file of files) {
    await makeFolder(join(into, dirname(file)));
    await copyFile(join(source, file), join(into, file)).catch((error: unknown) => {
      if (!hasCode(error, 'ENOENT')) throw error;
    });
  }
}

async function applyPatch(
  patch: Patch,
  kernelSource: KernelSource,
  dir: string,
  signal?: AbortSignal,
): Promise<void> {
  const args = ['-p1', '-F0', '--force', '--no-backup-if-mismatch', '--reject-file=-', '-i', patch.path];
  const { exitCode, stdout, stderr } = await execa('patch', args, {
    cwd: dir,
    env: plainEnvironment,
    reject: false,
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  });
  signal?.throwIfAborted();
  if (exitCode === 0) return;
  if (exitCode === 1) throw misfit(patch, kernelSource, foreign(stdout));
  throw measureError(
    'PATCH_FAILED',
    `patch ended with ${exitCode === undefined ? 'no exit code' : `exit ${exitCode}`} at ${displayPath(patch.path)}: ${printable(stderr || stdout)}`,
    'See that the Debian package patch is installed (`lupine-bench doctor`) and that the disk has room.',
  );
}

/** What patch said, in one sentence: the first file and hunk that did not fit. */
function misfit(patch: Patch, { version }: KernelSource, said: Foreign): BenchError {
  let file = '';
  let where = printable(trimmed(said));
  for (const line of foreignLines(said)) {
    const named = partsOf(line, /^patching file '?([^']+)/)?.[1];
    if (named !== undefined) file = printable(named, 200);
    const [, hunk, at] = (partsOf(line, /^Hunk #(\d+) FAILED at (\d+)/) ?? []).map((part) =>
      printable(part ?? '', 20),
    );
    const missing = partsOf(line, /^\|\+\+\+ b\/(\S+)/)?.[1];
    if (hunk === undefined && missing === undefined) continue;
    where =
      missing === undefined
        ? `${file}, hunk ${hunk ?? ''} at line ${at ?? ''}`
        : `there is no ${printable(missing, 200)}`;
    break;
  }
  return usageError(
    'PATCH_MISFIT',
    `${displayPath(patch.path)} does not fit the kernel source ${version}: ${where}.`,
    'Use the source that the patches are for, or carry them over: kml/README.md, "Porting".',
  );
}

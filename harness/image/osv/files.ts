// SPDX-License-Identifier: Apache-2.0
import type { LoadedApp } from '../../app/load.js';
import type { Job } from '../../app/job.js';
import { assembleTree } from '../rootfs/assemble.js';
import type { NamedEntry } from '../rootfs/tree.js';
import type { ExtraFile, OwnFile, UsedPackage } from '../rootfs/types.js';
import { buildOsvGuest } from './guest.js';
import type { OsvProgram } from './guest.js';
import { ownPath } from './programs.js';
import { type OsvTreeOptions, osvTree } from './tree.js';

/** What the files of a guest are taken from. */
export interface OsvFilesOptions extends Pick<OsvTreeOptions, 'supplied' | 'root'> {
  app: LoadedApp;
  job: Job;
  /** Our own programs that it needs. */
  own: readonly OsvProgram[];
  signal: AbortSignal;
  /** Called with what is being done. */
  onProgress: (text: string) => void;
  /** Called with what a reader must know, one sentence. */
  onNote: (text: string) => void;
}

/** The files of a guest, and what they are from. */
export interface OsvFiles {
  entries: NamedEntry[];
  packages: UsedPackage[];
  own: OwnFile[];
}

/**
 * The files of an app for OSv, from the packages that Linux guests have them from. In the place of our own programs for Linux are
 * those for OSv.
 * @throws BenchError as `assembleTree` and `osvTree`.
 */
export async function osvFiles(options: OsvFilesOptions): Promise<OsvFiles> {
  const { app, job, own, supplied, root, signal, onProgress, onNote } = options;
  const { declaration, dir, within } = app;
  const built = await buildOsvGuest(signal);
  const program = (path: string, name: OsvProgram): ExtraFile => ({ path, source: built[name], mode: 0o755 });
  const replaced = (declaration.files ?? []).filter(({ guest }) => guest === 'hello');
  const {
    tree,
    packages,
    own: ownFiles,
  } = await assembleTree({
    app: {
      ...declaration,
      packages: [...new Set([...(declaration.packages ?? []), 'libc6'])],
      files: (declaration.files ?? []).filter((file) => !replaced.includes(file)),
    },
    ...{ appDir: dir, within, job, signal, onProgress, onNote },
    extra: [
      ...replaced.map(({ path }) => program(path, 'hello')),
      ...own.map((name) => program(ownPath(name), name)),
    ],
  });
  const writable = (declaration.directories ?? []).map(({ path }) => path);
  const entries = osvTree(tree.entries(), { supplied, writable, root });
  const paths = new Set(entries.map(({ path }) => `/${path}`));
  return { entries, packages, own: ownFiles.filter(({ path }) => paths.has(path)) };
}

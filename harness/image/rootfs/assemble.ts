// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { renderJob } from '../../app/render-job.js';
import { WAIT_NOTIFY } from '../../app/host-load.js';
import type { AppFile, BuiltProgram } from '../../app/types.js';
import { usageError } from '../../core/errors.js';
import { digitsNumber } from '../../core/numbers.js';
import { displayPath } from '../../core/paths.js';
import { buildProgram } from '../native/programs.js';
import type { PackageRecord } from './apt-records.js';
import { findPackages } from './apt.js';
import { readAppFile, requireOwnImage } from './app-files.js';
import { type ClosureOptions, addFolder, addProgram, addWithNeeds, packageFile } from './closure.js';
import { unpackedPackage } from './deb.js';
import { buildGuest } from './guest.js';
import { containerImage } from './oci/image.js';
import { Packages } from './packages.js';
import { pinnedImage, pinnedPackage, pinnedRecords, requirePinned } from './pinned.js';
import { Tree } from './tree.js';
import type { GuestBinaries, OwnFile, RootfsOptions, UsedContainer, UsedPackage } from './types.js';

/** Where PID 1 looks for its job. */
export const JOB_PATH = '/etc/lupine/job';

/** A root file system that is put together, and what went into it. */
export interface Assembled {
  tree: Tree;
  packages: UsedPackage[];
  container?: UsedContainer | undefined;
  /** Paths of our own programs with their symbol tables. */
  symbols: readonly string[];
  own: OwnFile[];
}

/**
 * Puts together everything that a guest needs and nothing else: PID 1, its job, the app's files and their needs. An app from a container image has all of that image beneath.
 */
export async function assembleTree(options: RootfsOptions): Promise<Assembled> {
  const { app, appDir, job, pinned, signal, onProgress, onNote, tags } = options;
  if (app.oci !== undefined) await requireOwnImage(app.oci, options);
  const image =
    app.oci === undefined
      ? undefined
      : await containerImage(pinnedImage(app.oci, pinned), { appDir, signal, onProgress, onNote, tags });
  const tree = new Tree(image?.entries);
  const guest = await buildGuest({ signal, onProgress });
  const names = packageNames(options);
  const namedIn = displayPath(join(appDir, 'app.yaml'));
  const fetch = { components: app.components, namedIn, signal, onProgress, onNote };
  const records = names.length === 0 ? new Map<string, PackageRecord>() : await findPackages(names, fetch);
  const packages = new Packages(pinnedRecords(records, pinned), (record) =>
    pinnedPackage(record, pinned, () => unpackedPackage(record, fetch)),
  );
  const closure = { tree, packages, roots: names.map((name) => name.replace(/=.*/, '')) };

  const own: OwnFile[] = [];
  const note = (path: string, data: Buffer): void => {
    own.push({ path, sha256: createHash('sha256').update(data).digest('hex') });
  };
  const addOwn = (path: string, mode: number, data: Buffer): void => {
    tree.add(path, { kind: 'file', mode, data });
    note(path, data);
  };
  addOwn('/init', 0o755, await readFile(guest.init.path));
  addOwn(JOB_PATH, 0o644, Buffer.from(renderJob(job)));
  if (job.ethernet !== undefined) addOwn(WAIT_NOTIFY, 0o755, await readFile(guest.waitNotify.path));
  for (const path of ['/dev', ...job.mounts.map(({ target }) => target)]) tree.addDirectory(path);
  for (const { path, mode } of app.directories ?? []) {
    tree.addDirectory(path, mode === undefined ? undefined : octal(mode, path));
  }
  const sources: UsedPackage[] = [];
  const idle = idleClients(options);
  for (const file of app.files ?? []) {
    if (idle.has(file.path)) continue;
    if (file.built !== undefined) {
      const { data, packages: from } = await addBuilt(file, file.built, closure, options);
      note(file.path, data);
      sources.push(...from);
      continue;
    }
    const data = await addFile(file, guest, closure, options);
    if (data !== undefined) note(file.path, data);
  }
  for (const { path, source, mode } of options.extra ?? []) {
    const data = await readFile(source);
    await addProgram(path, { mode, data }, closure);
    note(path, data);
  }
  for (const { argv } of [job.app, ...job.clients]) await addWithNeeds(argv[0] ?? '', closure);
  const used = [...packages.used(), ...onceEach(sources)];
  const container = image === undefined ? undefined : { ...image.used, reference: app.oci ?? '' };
  requirePinned(used, container, pinned);
  return {
    tree,
    packages: used,
    container,
    symbols: guest.symbols,
    own: own.sort((a, b) => (a.path < b.path ? -1 : 1)),
  };
}

/** Programs of clients that this job does not run. */
function idleClients({ app, job }: RootfsOptions): Set<string | undefined> {
  const idle = new Set(Object.values(app.clients ?? {}).map(({ command }) => command[0]));
  for (const { argv } of [job.app, ...job.clients]) idle.delete(argv[0]);
  return idle;
}

/** Packages of the app and of the clients that the job runs, each once. */
function packageNames({ app, job }: RootfsOptions): string[] {
  const programs = new Set(job.clients.map(({ argv }) => argv[0]));
  const clients = Object.values(app.clients ?? {}).filter(({ command }) => programs.has(command[0]));
  return [...new Set([...(app.packages ?? []), ...clients.flatMap((client) => client.packages ?? [])])];
}

async function addBuilt(
  file: AppFile,
  program: BuiltProgram,
  closure: ClosureOptions,
  { signal, onProgress, onNote, pinned }: RootfsOptions,
): Promise<{ data: Buffer; packages: UsedPackage[] }> {
  requireOneSource(file);
  const { file: made, packages } = await buildProgram(program, { signal, onProgress, onNote, pinned });
  const mode = octal(file.mode ?? '0755', file.path);
  const data = await readFile(made.path);
  await addProgram(file.path, { mode, data }, closure);
  return { data, packages };
}

function onceEach(packages: readonly UsedPackage[]): UsedPackage[] {
  const byName = new Map(packages.map((used) => [used.name, used]));
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function requireOneSource({ path, content, source, package: packaged, folder, guest, built }: AppFile): void {
  const ways = [content, source, packaged, folder, guest, built].filter((way) => way !== undefined);
  if (ways.length === 1) return;
  throw usageError(
    'ROOTFS_FILE_SOURCE',
    `file ${path} has ${ways.length} sources.`,
    'Give it exactly one of content, source, package, folder, guest and built.',
  );
}

/** Adds a file of the declaration; gives its bytes when it is neither from a package nor from a container image. */
async function addFile(
  file: AppFile,
  guest: GuestBinaries,
  closure: ClosureOptions,
  options: RootfsOptions,
): Promise<Buffer | undefined> {
  const { path, content, source, guest: program } = file;
  requireOneSource(file);
  if (file.folder !== undefined) {
    await addFolder(path, file.folder, closure);
    return undefined;
  }
  if (file.package !== undefined && file.package === path && file.mode === undefined) {
    await addWithNeeds(path, closure);
    return undefined;
  }
  const mode = octal(file.mode ?? '0644', path);
  if (file.package !== undefined) {
    const found = await packageFile(file.package, closure);
    await addProgram(path, { mode: file.mode === undefined ? found.mode : mode, data: found.data }, closure);
    return undefined;
  }
  if (source !== undefined) {
    const data = await readAppFile(source, options);
    await addProgram(path, { mode, data }, closure);
    return data;
  }
  const data = program === undefined ? Buffer.from(content ?? '') : await readFile(guest[program].path);
  closure.tree.add(path, { kind: 'file', mode, data });
  return data;
}

function octal(mode: string, path: string): number {
  const bits = /^[0-7]{3,4}$/.test(mode) ? digitsNumber(mode, 8, 4) : undefined;
  if (bits !== undefined) return bits;
  throw usageError('ROOTFS_MODE', `${path} has the mode "${mode}".`, "Write it in octal, e.g. '0644'.");
}

// SPDX-License-Identifier: Apache-2.0
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
import { Tree } from './tree.js';
import type { GuestBinaries, RootfsOptions, UsedContainer, UsedPackage } from './types.js';

/** Where PID 1 looks for its job. */
const JOB_PATH = '/etc/lupine/job';

/** A root file system that is put together, and what went into it. */
export interface Assembled {
  tree: Tree;
  packages: UsedPackage[];
  container?: UsedContainer | undefined;
}

/**
 * Puts together everything that a guest needs and nothing else: PID 1, its job, the app's files and their needs. An app from a container image has all of that image beneath.
 */
export async function assembleTree(options: RootfsOptions): Promise<Assembled> {
  const { app, appDir, job, signal, onProgress, onNote } = options;
  if (app.oci !== undefined) await requireOwnImage(app.oci, options);
  const image =
    app.oci === undefined ? undefined : await containerImage(app.oci, { appDir, signal, onProgress });
  const tree = new Tree(image?.entries);
  const guest = await buildGuest({ signal, onProgress });
  const names = packageNames(options);
  const namedIn = displayPath(join(appDir, 'app.yaml'));
  const fetch = { components: app.components, namedIn, signal, onProgress, onNote };
  const records = names.length === 0 ? new Map<string, PackageRecord>() : await findPackages(names, fetch);
  const packages = new Packages(records, (record) => unpackedPackage(record, fetch));
  const closure = { tree, packages, roots: names.map((name) => name.replace(/=.*/, '')) };

  tree.add('/init', { kind: 'file', mode: 0o755, data: await readFile(guest.init.path) });
  tree.add(JOB_PATH, { kind: 'file', mode: 0o644, data: Buffer.from(renderJob(job)) });
  if (job.ethernet !== undefined) {
    tree.add(WAIT_NOTIFY, { kind: 'file', mode: 0o755, data: await readFile(guest.waitNotify.path) });
  }
  for (const path of ['/dev', ...job.mounts.map(({ target }) => target)]) tree.addDirectory(path);
  for (const { path, mode } of app.directories ?? []) {
    tree.addDirectory(path, mode === undefined ? undefined : octal(mode, path));
  }
  const sources: UsedPackage[] = [];
  const idle = idleClients(options);
  for (const file of app.files ?? []) {
    if (idle.has(file.path)) continue;
    if (file.built === undefined) await addFile(file, guest, closure, options);
    else sources.push(...(await addBuilt(file, file.built, closure, options)));
  }
  for (const { path, source, mode } of options.extra ?? []) {
    await addProgram(path, { mode, data: await readFile(source) }, closure);
  }
  for (const { argv } of [job.app, ...job.clients]) await addWithNeeds(argv[0] ?? '', closure);
  return { tree, packages: [...packages.used(), ...onceEach(sources)], container: image?.used };
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
  { signal, onProgress, onNote }: RootfsOptions,
): Promise<UsedPackage[]> {
  requireOneSource(file);
  const built = await buildProgram(program, { signal, onProgress, onNote });
  const mode = octal(file.mode ?? '0755', file.path);
  await addProgram(file.path, { mode, data: await readFile(built.file.path) }, closure);
  return built.packages;
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

async function addFile(
  file: AppFile,
  guest: GuestBinaries,
  closure: ClosureOptions,
  options: RootfsOptions,
): Promise<void> {
  const { path, content, source, guest: program } = file;
  requireOneSource(file);
  if (file.folder !== undefined) {
    await addFolder(path, file.folder, closure);
    return;
  }
  if (file.package !== undefined && file.package === path && file.mode === undefined) {
    await addWithNeeds(path, closure);
    return;
  }
  const mode = octal(file.mode ?? '0644', path);
  if (content !== undefined) closure.tree.add(path, { kind: 'file', mode, data: Buffer.from(content) });
  if (program !== undefined) {
    closure.tree.add(path, { kind: 'file', mode, data: await readFile(guest[program].path) });
  }
  if (source !== undefined)
    await addProgram(path, { mode, data: await readAppFile(source, options) }, closure);
  if (file.package !== undefined) {
    const found = await packageFile(file.package, closure);
    await addProgram(path, { mode: file.mode === undefined ? found.mode : mode, data: found.data }, closure);
  }
}

function octal(mode: string, path: string): number {
  const bits = /^[0-7]{3,4}$/.test(mode) ? digitsNumber(mode, 8, 4) : undefined;
  if (bits !== undefined) return bits;
  throw usageError('ROOTFS_MODE', `${path} has the mode "${mode}".`, "Write it in octal, e.g. '0644'.");
}

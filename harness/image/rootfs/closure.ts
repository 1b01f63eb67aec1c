// SPDX-License-Identifier: Apache-2.0
import { posix } from 'node:path';
import { usageError } from '../../core/errors.js';
import { readDynamics } from '../elf/dynamics.js';
import { MAX_LINKS } from './links.js';
import type { PackageFile, Packages } from './packages.js';
import { type Tree, canonical } from './tree.js';

/** Where ld.so of Debian and Ubuntu looks without a cache. The subfolders for newer CPUs hold only what packages put there. */
const LIBRARY_DIRS = ['/lib/x86_64-linux-gnu', '/usr/lib/x86_64-linux-gnu', '/lib', '/usr/lib'];

/** What the closure is taken over. */
export interface ClosureOptions {
  tree: Tree;
  packages: Packages;
  /** Packages that the app names. */
  roots: readonly string[];
}

/**
 * Adds a file of the packages to the tree with everything it needs to run: what links point to, the dynamic linker, and
 * libraries by the linker's own rules. Only files that are needed are taken, never whole packages.
 * @throws BenchError `ROOTFS_FILE_MISSING` or `ROOTFS_LIBRARY_MISSING` (exit 2).
 */
export async function addWithNeeds(path: string, options: ClosureOptions): Promise<void> {
  const { tree, packages, roots } = options;
  if (tree.has(path)) return;
  const found = await packages.find(canonical(path), roots, 'none');
  if (found === undefined) throw notThere(path, roots);
  await add(path, found, options);
}

/** Adds a file from elsewhere; a program or library brings what it needs from the packages that the app names. */
export async function addProgram(
  path: string,
  file: { mode: number; data: Buffer },
  options: ClosureOptions,
): Promise<void> {
  options.tree.add(path, { kind: 'file', ...file });
  await addNeedsOf(path, file.data, '', options);
}

/**
 * Adds all files and links below a folder of the packages that the app names, with what programs and libraries among
 * them need. Links are taken as they are: many a package points to what another app of it would need.
 * @throws BenchError `ROOTFS_FILE_MISSING` or `ROOTFS_LIBRARY_MISSING` (exit 2).
 */
export async function addFolder(path: string, folder: string, options: ClosureOptions): Promise<void> {
  const { tree, packages, roots } = options;
  const names = await packages.below(canonical(folder), roots);
  if (names.length === 0) throw notThere(folder, roots);
  for (const name of names) {
    const at = posix.join(path, name);
    const found = await packages.find(canonical(posix.join(folder, name)), roots, 'none');
    if (found?.kind === 'symlink') tree.add(at, { kind: 'symlink', target: found.target });
    else if (found !== undefined) await add(at, found, options);
  }
}

/** The regular file at a path of the packages, through links. @throws BenchError `ROOTFS_FILE_MISSING` (exit 2). */
export async function packageFile(
  path: string,
  options: ClosureOptions,
): Promise<{ mode: number; data: Buffer }> {
  let at = canonical(path);
  for (let links = 0; links < MAX_LINKS; links++) {
    const found = await options.packages.find(at, options.roots, 'none');
    if (found === undefined) break;
    if (found.kind === 'file') return found;
    at = canonical(posix.resolve(posix.dirname(`/${at}`), found.target));
  }
  throw notThere(path, options.roots);
}

async function add(path: string, file: PackageFile, options: ClosureOptions): Promise<void> {
  const { tree } = options;
  if (tree.has(path)) return;
  if (file.kind === 'symlink') {
    tree.add(path, { kind: 'symlink', target: file.target });
    const target = posix.resolve(posix.dirname(`/${canonical(path)}`), file.target);
    await addNeed(target, target, file.owner, options);
    return;
  }
  tree.add(path, { kind: 'file', mode: file.mode, data: file.data });
  await addNeedsOf(path, file.data, file.owner, options);
}

/** Adds what an ELF file in the tree needs. `owner` is the package whose dependencies are searched. */
async function addNeedsOf(path: string, data: Buffer, owner: string, options: ClosureOptions): Promise<void> {
  const elf = readDynamics(data);
  if (elf === undefined) return;
  if (elf.interpreter !== undefined) await addNeed(elf.interpreter, elf.interpreter, owner, options);
  const origin = posix.dirname(`/${canonical(path)}`);
  const own = elf.searchPath.map((dir) => dir.replaceAll(/\$(?:ORIGIN|\{ORIGIN\})/g, () => origin));
  for (const name of elf.needed) await addLibrary(name, [...own, ...LIBRARY_DIRS], path, owner, options);
}

async function addNeed(path: string, name: string, owner: string, options: ClosureOptions): Promise<void> {
  if (options.tree.has(path)) return;
  const found = await findNear(path, owner, options, '');
  if (found === undefined) throw missing(name, owner);
  await add(path, found, options);
}

async function addLibrary(
  name: string,
  dirs: readonly string[],
  user: string,
  owner: string,
  options: ClosureOptions,
): Promise<void> {
  const paths = dirs.map((dir) => posix.join(dir, name));
  if (paths.some((path) => options.tree.has(path))) return;
  // `libssl.so.3` is most likely in a package whose name begins with `libssl`.
  const likely = (name.split('.so')[0] ?? '').replace(/[-_.]$/, '').toLowerCase();
  for (const path of paths) {
    const found = await findNear(path, owner, options, likely);
    if (found === undefined) continue;
    await add(path, found, options);
    return;
  }
  // ld.so never loads a second library of a name: one that the app has elsewhere, and loads by its path first, will do.
  if (options.tree.entries().some(({ path }) => posix.basename(path) === name)) return;
  throw missing(`${name}, which ${user} needs,`, owner);
}

async function findNear(
  path: string,
  owner: string,
  { packages, roots }: ClosureOptions,
  likely: string,
): Promise<PackageFile | undefined> {
  const key = canonical(path);
  const near = owner === '' ? [...roots] : [owner, ...roots];
  return (await packages.find(key, near, 'none')) ?? (await packages.find(key, near, 'direct', likely));
}

function notThere(path: string, roots: readonly string[]): Error {
  return usageError(
    'ROOTFS_FILE_MISSING',
    roots.length === 0
      ? `${path} is not among the files of the app, which names no packages.`
      : `${path} is in none of the packages ${roots.join(', ')}.`,
    'Correct the path, or name the package that has it in the app declaration.',
  );
}

function missing(what: string, owner: string): Error {
  return usageError(
    'ROOTFS_LIBRARY_MISSING',
    `${what} is neither in package ${owner} nor in what it depends on.`,
    'Name the package that has it in the app declaration.',
  );
}

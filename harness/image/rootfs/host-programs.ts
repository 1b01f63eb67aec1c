// SPDX-License-Identifier: Apache-2.0
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import type { Artifact } from '../../core/artifact.js';
import { cached } from '../../core/cache.js';
import type { PinnedPackages } from '../../plan/pinned.js';
import { findPackages } from './apt.js';
import { addWithNeeds } from './closure.js';
import { unpackedPackage } from './deb.js';
import { readDynamics } from '../elf/dynamics.js';
import { Packages } from './packages.js';
import { pinnedPackage, pinnedRecords, requirePinned } from './pinned.js';
import { type NamedEntry, Tree, canonical } from './tree.js';
import type { UsedPackage } from './types.js';

/** Programs of packages, unpacked on this host with all that they need. */
export interface HostPrograms {
  /** The folder in which they are run, with role `clients`. */
  folder: Artifact;
  /** Command by the program's path in a guest: relative to the folder, through the dynamic linker that was unpacked with it. */
  commands: ReadonlyMap<string, readonly string[]>;
  packages: UsedPackage[];
}

/** What to unpack. */
export interface HostProgramsOptions {
  /** Paths as in a guest. */
  programs: readonly string[];
  /** Packages in which they and their libraries are. */
  packages: readonly string[];
  /** What the packages must be; whatever is there now when missing. */
  pinned?: PinnedPackages | undefined;
  signal?: AbortSignal;
  /** Called with what is being done, a few words. */
  onProgress?: (text: string) => void;
  /** Called with a fact that a reader of the results must know, one sentence. */
  onNote?: ((text: string) => void) | undefined;
}

/** Folder of an entry in which the programs are. The entry itself is closed to every other user of the host, this one is not. */
const PROGRAMS = 'programs';

/**
 * Unpacks programs for this host: program, dynamic linker and libraries are the bytes that a guest would run. Nothing is
 * installed, and no library of the host is used.
 * @throws BenchError `PACKAGES_UNRESOLVED`, `PACKAGE_*` (exit 3), `ROOTFS_*` (exit 2) when a program is in none of them.
 */
export async function unpackPrograms(options: HostProgramsOptions): Promise<HostPrograms> {
  const { programs, pinned, signal, onProgress, onNote } = options;
  const fetch = { signal, onProgress, onNote };
  const records = pinnedRecords(await findPackages(options.packages, fetch), pinned);
  const packages = new Packages(records, (record) =>
    pinnedPackage(record, pinned, () => unpackedPackage(record, fetch)),
  );
  const roots = options.packages.map((name) => name.replace(/=.*/, ''));
  const tree = new Tree();
  for (const program of programs) await addWithNeeds(program, { tree, packages, roots });
  requirePinned(packages.used(), undefined, pinned);
  const entries = tree.entries();
  const { dir, digest } = await cached({
    kind: 'host',
    label: `programs for this host: ${programs.join(', ')}`,
    inputs: { format: 2, tree: tree.description() },
    ...(signal === undefined ? {} : { signal }),
    build: async (into) => {
      const programs = join(into, PROGRAMS);
      await mkdirOpen(programs);
      for (const entry of entries) await writeEntry(programs, entry);
    },
  });
  const libraries = [
    ...new Set(entries.filter(({ path }) => path.includes('.so')).map(({ path }) => dirname(path))),
  ];
  const commands = new Map(programs.map((program) => [program, commandOf(program, entries, libraries)]));
  const bytes = entries.reduce((sum, entry) => sum + (entry.kind === 'file' ? entry.data.length : 0), 0);
  const folder: Artifact = { role: 'clients', path: join(dir, PROGRAMS), sha256: digest, bytes };
  return { folder, commands, packages: packages.used() };
}

async function writeEntry(into: string, entry: NamedEntry): Promise<void> {
  const path = join(into, entry.path);
  if (entry.kind === 'directory') await mkdirOpen(path);
  else if (entry.kind === 'symlink') await symlink(inside(entry.path, entry.target), path);
  else {
    await writeFile(path, entry.data, { flag: 'wx' });
    // For a user who is neither the owner nor of the group, whatever the umask says, and with no set-user-ID bit.
    await chmod(path, (entry.mode & 0o111) === 0 ? 0o644 : 0o755);
  }
}

async function mkdirOpen(path: string): Promise<void> {
  await mkdir(path);
  await chmod(path, 0o755);
}

/** A link from the root would lead to the host's own files. */
function inside(path: string, target: string): string {
  return target.startsWith('/') ? posix.relative(posix.dirname(`/${path}`), target) : target;
}

/** Relative paths: a list of folders for the linker cannot hold a colon, which the cache's own path may have. */
function commandOf(program: string, entries: readonly NamedEntry[], libraries: readonly string[]): string[] {
  const path = canonical(program);
  const entry = entries.find((one) => one.path === path);
  const interpreter = entry?.kind === 'file' ? readDynamics(entry.data)?.interpreter : undefined;
  if (interpreter === undefined) return [`./${path}`];
  return [`./${canonical(interpreter)}`, '--library-path', libraries.join(':'), `./${path}`];
}

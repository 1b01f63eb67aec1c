// SPDX-License-Identifier: Apache-2.0
import { posix } from 'node:path';
import { measureError } from '../../core/errors.js';
import { printable } from '../../core/printable.js';
import { readDynamics } from '../elf/dynamics.js';
import { throughLinks } from '../rootfs/links.js';
import { type NamedEntry, Tree } from '../rootfs/tree.js';

/** How a root of OSv is made from one of a Linux guest. */
export interface OsvTreeOptions {
  /** Names of libraries that the kernel has in itself. */
  supplied: ReadonlySet<string>;
  /** Folders that the app writes to: mounted as RAM where the root is a disk. */
  writable: readonly string[];
  root: 'rofs' | 'ramfs';
}

/** Where Debian and Ubuntu keep libraries. */
const DEBIAN = 'usr/lib/x86_64-linux-gnu';
/** Where OSv looks for libraries, beside the root itself and what a program names. */
const LIBRARIES = 'usr/lib';
/** What only Linux needs: PID 1 and its job, and the place of the dynamic linker. */
const LINUX_ONLY = /^(?:init|etc\/lupine(?:\/.*)?|lib64|usr\/lib64(?:\/.*)?)$/;
/** Folders that come with what is in them. */
const EMPTIED: ReadonlySet<string> = new Set([DEBIAN, LIBRARIES, 'usr', 'lib']);
/** Always there: where OSv mounts its own file systems, and the tables that its C library reads. */
const MOUNTED = { '/dev': 'devfs', '/proc': 'procfs', '/sys': 'sysfs' } as const;

/**
 * The files of an app for OSv: those of the Linux guest without what Linux alone needs and what the kernel supplies, with
 * libraries where OSv looks for them, and OSv's own standard files. The old place of libraries is a link to the new one, so
 * that every path of the package still leads there.
 * @throws BenchError `OSV_LIBRARY_MISSING` (exit 3); `ROOTFS_CONFLICT` (exit 2).
 */
export function osvTree(linux: readonly NamedEntry[], options: OsvTreeOptions): NamedEntry[] {
  const { supplied, writable, root } = options;
  const tree = new Tree();
  let moved = false;
  for (const { path, ...entry } of linux) {
    const [folder, name] = [posix.dirname(path), posix.basename(path)];
    const library = folder === DEBIAN || folder === LIBRARIES || folder === 'usr/lib64';
    if (LINUX_ONLY.test(path) || EMPTIED.has(path) || (library && isSupplied(name, supplied))) continue;
    const inDebian = path.startsWith(`${DEBIAN}/`);
    moved ||= inDebian;
    tree.add(`/${inDebian ? `${LIBRARIES}${path.slice(DEBIAN.length)}` : path}`, entry);
  }
  if (moved) tree.add(`/${DEBIAN}`, { kind: 'symlink', target: '.' });
  addStandard(tree, root === 'rofs' ? ['/tmp', ...writable] : []);
  for (const path of ['/tmp', ...writable]) tree.addDirectory(path);
  const entries = withoutDangling(tree.entries(), supplied);
  requireLibraries(entries, supplied);
  return entries;
}

/** The kernel knows a library by its name; behind Debian's links there may be a file of another one, such as libstdc++.so.6.0.30. */
function isSupplied(name: string, supplied: ReadonlySet<string>): boolean {
  return supplied.has(name) || [...supplied].some((known) => name.startsWith(`${known}.`));
}

function addStandard(tree: Tree, memory: readonly string[]): void {
  const own = (path: string, text: string): void => {
    if (!tree.has(path)) tree.add(path, { kind: 'file', mode: 0o644, data: Buffer.from(text) });
  };
  const mounts = [
    ...Object.entries(MOUNTED),
    ...[...new Set(memory)].map((path) => [path, 'ramfs'] as const),
  ];
  own('/etc/fstab', mounts.map(([path, type]) => `none ${path} ${type} defaults 0 0\n`).join(''));
  own('/etc/hosts', '127.0.0.1 localhost\n');
  if (!tree.has('/etc/mnttab')) tree.add('/etc/mnttab', { kind: 'symlink', target: '/proc/mounts' });
  for (const path of Object.keys(MOUNTED)) tree.addDirectory(path);
}

/** Without links to what the kernel supplies. */
function withoutDangling(entries: readonly NamedEntry[], supplied: ReadonlySet<string>): NamedEntry[] {
  return entries.filter(
    (entry) => entry.kind !== 'symlink' || !isSupplied(posix.basename(entry.target), supplied),
  );
}

/** Every library that a program or library names is there, where OSv's own linker looks for it. */
function requireLibraries(entries: readonly NamedEntry[], supplied: ReadonlySet<string>): void {
  const kinds = new Map(entries.map((entry) => [entry.path, entry]));
  const target = (path: string): string | undefined => {
    const entry = kinds.get(path);
    return entry?.kind === 'symlink' ? entry.target : undefined;
  };
  const isFile = (path: string): boolean => kinds.get(throughLinks(path, target, true))?.kind === 'file';
  for (const entry of entries) {
    const needs = entry.kind === 'file' ? readDynamics(entry.data) : undefined;
    if (needs === undefined) continue;
    const origin = posix.dirname(`/${entry.path}`);
    const own = needs.searchPath.map((dir) => dir.replaceAll(/\$(?:ORIGIN|\{ORIGIN\})/g, () => origin));
    for (const name of needs.needed) {
      const places = [...own, '/', `/${LIBRARIES}`].map((dir) => posix.join(dir, name).replace(/^\/+/, ''));
      if (!supplied.has(name) && !places.some(isFile)) throw missing(name, entry.path);
    }
  }
}

function missing(name: string, user: string): Error {
  return measureError(
    'OSV_LIBRARY_MISSING',
    `/${user} needs ${printable(name, 200)}, which neither the kernel of OSv supplies nor the image has.`,
    'Name the package or the file that has it in the app declaration.',
  );
}

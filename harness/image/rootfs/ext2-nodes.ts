// SPDX-License-Identifier: Apache-2.0
import { posix } from 'node:path';
import { usageError } from '../../core/errors.js';
import { printable } from '../../core/printable.js';
import { packDirectory } from './ext2-directory.js';
import { FIRST_INODE } from './ext2-geometry.js';
import type { NamedEntry } from './tree.js';

const TYPE = { directory: 0o040000, file: 0o100000, symlink: 0o120000 } as const;

/** Longest target of a link that is kept in the inode itself, bytes. */
const FAST_LINK = 59;

/** Inodes of the root, and of the folder into which a repair puts what it finds. */
const OWN = { root: 2, found: 11 } as const;

/** Name of that folder, which every file system of this kind has at its top. */
const FOUND = 'lost+found';

/** An inode and what it holds. */
export interface Ext2Node {
  inode: number;
  /** Type and permissions. */
  mode: number;
  links: number;
  /** Bytes in blocks of the file system. */
  content: Buffer;
  /** Target of a link that is short enough for the inode. */
  short?: Buffer | undefined;
}

interface Folder {
  inode: number;
  parent: number;
  mode: number;
  children: { name: Buffer; inode: number; kind: NamedEntry['kind'] }[];
}

/**
 * Entries as inodes, in our order; parents must come before their children.
 * @throws BenchError `EXT2_NAME` (exit 2) for a name that no entry of a folder can have, that stands twice, or whose folder
 *   is not there.
 */
export function ext2Nodes(entries: readonly NamedEntry[]): Ext2Node[] {
  const folders = new Map<string, Folder>();
  folders.set('.', { inode: OWN.root, parent: OWN.root, mode: 0o755, children: [] });
  const nodes: Ext2Node[] = [];
  const seen = new Set<string>();
  let next = FIRST_INODE;
  const take = (entry: NamedEntry, inode: number): void => {
    const parent = folders.get(posix.dirname(entry.path));
    const name = nameOf(entry.path);
    if (parent === undefined || seen.has(entry.path)) throw unwritable(entry.path);
    seen.add(entry.path);
    parent.children.push({ name, inode, kind: entry.kind });
    if (entry.kind === 'directory')
      folders.set(entry.path, { inode, parent: parent.inode, mode: entry.mode, children: [] });
    else nodes.push(nodeOf(entry, inode));
  };
  const found = entries.find(({ path }) => path === FOUND) ?? { path: FOUND, kind: 'directory', mode: 0o700 };
  if (found.kind !== 'directory') throw unwritable(FOUND);
  take(found, OWN.found);
  for (const entry of entries) if (entry.path !== FOUND) take(entry, next++);
  return [...[...folders.values()].map(folderNode), ...nodes].sort((a, b) => a.inode - b.inode);
}

function nodeOf(entry: Exclude<NamedEntry, { kind: 'directory' }>, inode: number): Ext2Node {
  if (entry.kind === 'file') return { inode, mode: TYPE.file | entry.mode, links: 1, content: entry.data };
  const target = Buffer.from(entry.target);
  const mode = TYPE.symlink | 0o777;
  return target.length <= FAST_LINK
    ? { inode, mode, links: 1, content: Buffer.alloc(0), short: target }
    : { inode, mode, links: 1, content: target };
}

function folderNode({ inode, parent, mode, children }: Folder): Ext2Node {
  const links = 2 + children.filter(({ kind }) => kind === 'directory').length;
  const own = [
    { name: Buffer.from('.'), inode, kind: 'directory' as const },
    { name: Buffer.from('..'), inode: parent, kind: 'directory' as const },
  ];
  return { inode, mode: TYPE.directory | mode, links, content: packDirectory([...own, ...children]) };
}

function nameOf(path: string): Buffer {
  const text = path.slice(path.lastIndexOf('/') + 1);
  const name = Buffer.from(text);
  const strange = text === '' || text === '.' || text === '..' || name.includes(0) || name.length > 255;
  // A lone surrogate has no bytes of its own: two names would become one.
  if (strange || name.toString('utf8') !== text) throw unwritable(path);
  return name;
}

function unwritable(path: string): Error {
  return usageError(
    'EXT2_NAME',
    `/${printable(path, 200)} cannot be in a root image: its name is none, stands twice, or lies in no folder.`,
    'Do not use the package or container image that it is from.',
  );
}

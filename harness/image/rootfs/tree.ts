// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { usageError } from '../../core/errors.js';
import type { JsonValue } from '../../core/json.js';
import { printable } from '../../core/printable.js';
import { throughLinks } from './links.js';

/** One entry of a root file system. Everything belongs to root and is as old as the epoch. */
export type TreeEntry =
  | { kind: 'directory'; mode: number }
  | { kind: 'file'; mode: number; data: Buffer }
  | { kind: 'symlink'; target: string };

/** An entry with its path, which has no leading slash. */
export type NamedEntry = TreeEntry & { path: string };

const MERGED = ['bin', 'sbin', 'lib', 'lib64'];

/**
 * A guest path in its one canonical form, without leading slash. As in current Debian and Ubuntu, /bin, /sbin, /lib and
 * /lib64 are links into /usr, whatever the packages of a release still say.
 * @throws BenchError `ROOTFS_PATH` (exit 2) for a path that is not absolute or leaves the root.
 */
export function canonical(path: string): string {
  const plain = plainPath(path);
  return MERGED.includes(plain.split('/')[0] ?? '') && plain.includes('/') ? `usr/${plain}` : plain;
}

function plainPath(path: string): string {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (!path.startsWith('/') || parts.length === 0 || parts.includes('..') || /[\x00-\x1f\x7f]/.test(path)) {
    throw usageError(
      'ROOTFS_PATH',
      `${JSON.stringify(path)} is not an absolute path in the guest.`,
      'Write it from the root, without `..` and control characters.',
    );
  }
  return parts.join('/');
}

/** A root file system in memory: the one source of both images. */
export class Tree {
  readonly #entries = new Map<string, TreeEntry>();
  /** Paths at which the container image still has its own entry. */
  readonly #fromImage: Set<string>;
  /** A container image keeps its own layout: its links decide where a path leads. */
  readonly #hasImage: boolean;

  /** @param image entries of a container image, which what is added later may replace. */
  constructor(image: readonly NamedEntry[] = []) {
    for (const { path, ...entry } of image) this.#entries.set(path, requireWritable(path, entry));
    this.#fromImage = new Set(this.#entries.keys());
    this.#hasImage = image.length > 0;
  }

  /** Adds an entry and the directories above it. The same entry twice is fine. @throws BenchError `ROOTFS_CONFLICT`. */
  add(guestPath: string, entry: TreeEntry): void {
    this.#put(this.#place(guestPath, false), entry);
  }

  /**
   * Adds a directory. One that is there stays as it is, but for the mode of a container image's own when a mode is given.
   * @param mode permissions; 0755 when missing.
   */
  addDirectory(guestPath: string, mode?: number): void {
    const path = this.#place(guestPath, true);
    const changes = mode !== undefined && this.#fromImage.has(path);
    if (path !== '' && (changes || this.#entries.get(path)?.kind !== 'directory'))
      this.#put(path, { kind: 'directory', mode: mode ?? 0o755 });
  }

  /** True when there is an entry at this path. */
  has(guestPath: string): boolean {
    return this.#entries.has(this.#place(guestPath, false));
  }

  #place(guestPath: string, last: boolean): string {
    if (!this.#hasImage) return canonical(guestPath);
    const target = (path: string): string | undefined => {
      const entry = this.#entries.get(path);
      return entry?.kind === 'symlink' ? entry.target : undefined;
    };
    return throughLinks(plainPath(guestPath), target, last);
  }

  #put(path: string, entry: TreeEntry): void {
    const known = this.#entries.get(path);
    const replaces = this.#fromImage.has(path) && (known?.kind !== 'directory' || entry.kind === 'directory');
    if (known !== undefined && !replaces && !sameEntry(known, entry)) {
      throw usageError(
        'ROOTFS_CONFLICT',
        `/${path} is given twice with different contents.`,
        'Remove one of the two from the app declaration.',
      );
    }
    this.#fromImage.delete(path);
    this.#entries.set(path, requireWritable(path, entry));
    const parent = posix.dirname(path);
    if (parent !== '.' && this.#entries.get(parent)?.kind !== 'directory') {
      this.#put(parent, { kind: 'directory', mode: 0o755 });
    }
    const top = path.split('/')[1];
    if (!this.#hasImage && path.startsWith('usr/') && top !== undefined && MERGED.includes(top)) {
      this.#entries.set(top, { kind: 'symlink', target: `usr/${top}` });
    }
  }

  /** All entries sorted by the bytes of their paths: a directory comes before what is in it. */
  entries(): NamedEntry[] {
    return [...this.#entries]
      .map(([path, entry]) => ({ path, ...entry }))
      .sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
  }

  /** Everything that decides the bytes of the images. */
  description(): JsonValue {
    return this.entries().map((entry) =>
      entry.kind === 'file'
        ? [entry.path, entry.mode, createHash('sha256').update(entry.data).digest('hex')]
        : [entry.path, entry.kind === 'directory' ? entry.mode : entry.target],
    );
  }
}

/** Longest name, path and target of a link that a guest's kernel takes, bytes. */
const LONGEST = { name: 255, path: 4095 } as const;

/** Name of the entry with which every cpio archive ends: the kernel would pass over a file of this name. */
const END_OF_ARCHIVE = 'TRAILER!!!';

/**
 * Lets nothing into a tree that its images cannot hold or that whoever reads them could take for something else: names and
 * targets of links come from packages and container images of strangers.
 * @throws BenchError `ROOTFS_NAME` (exit 2).
 */
function requireWritable(path: string, entry: TreeEntry): TreeEntry {
  const target = entry.kind === 'symlink' ? entry.target : undefined;
  const names = path.split('/');
  if (
    names.every(isName) &&
    isText(path) &&
    path !== END_OF_ARCHIVE &&
    (target === undefined || (target !== '' && isText(target) && !hasControl(target)))
  )
    return entry;
  const shown = printable(`/${path}${target === undefined ? '' : ` -> ${target}`}`, 200);
  throw usageError(
    'ROOTFS_NAME',
    `${shown} cannot be in a root file system: it is too long, empty, leads upwards, or has control characters.`,
    'Do not use this package or container image: no honest one has such a name.',
  );
}

function isName(name: string): boolean {
  const known = name === '' || name === '.' || name === '..';
  return !known && Buffer.byteLength(name) <= LONGEST.name && !hasControl(name);
}

/** Short enough, and the same when it is read again: a lone surrogate has no bytes of its own. */
function isText(text: string): boolean {
  const bytes = Buffer.from(text);
  return bytes.length <= LONGEST.path && bytes.toString('utf8') === text;
}

function hasControl(text: string): boolean {
  return /[\x00-\x1f\x7f]/.test(text);
}

function sameEntry(a: TreeEntry, b: TreeEntry): boolean {
  if (a.kind === 'file' && b.kind === 'file') return a.mode === b.mode && a.data.equals(b.data);
  if (a.kind === 'symlink' && b.kind === 'symlink') return a.target === b.target;
  return a.kind === 'directory' && b.kind === 'directory' && a.mode === b.mode;
}

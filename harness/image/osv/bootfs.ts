// SPDX-License-Identifier: Apache-2.0
import { usageError } from '../../core/errors.js';
import { printable } from '../../core/printable.js';
import type { NamedEntry } from '../rootfs/tree.js';

/** Bytes of a record: size, offset, type, path with its end. */
export const BOOTFS_RECORD = 128;
/** Where the path stands in a record. */
export const BOOTFS_NAME = 17;
/** Longest path, bytes: its end must fit too. */
const LONGEST_PATH = BOOTFS_RECORD - BOOTFS_NAME - 1;
const TYPE = { other: 0, symlink: 1 } as const;

/**
 * Entries as the RAM file system that OSv's kernel has in itself: a record for each, an empty one, then the contents back to
 * back. OSv makes the folders of a path itself; only those that would be empty have a record.
 * @throws BenchError `OSV_PATH` (exit 2) for a path that is too long.
 */
export function bootfsBlob(entries: readonly NamedEntry[]): Buffer {
  const records = withoutParents(entries).map((entry) => ({ entry, content: contentOf(entry) }));
  const head = Buffer.alloc((records.length + 1) * BOOTFS_RECORD);
  let end = head.length;
  for (const [index, { entry, content }] of records.entries()) {
    writeRecord(head.subarray(index * BOOTFS_RECORD), entry, content.length, end);
    end += content.length;
  }
  return Buffer.concat([head, ...records.map(({ content }) => content)]);
}

function writeRecord(record: Buffer, entry: NamedEntry, size: number, offset: number): void {
  const path = Buffer.from(`/${entry.path}${entry.kind === 'directory' ? '/' : ''}`);
  if (path.length > LONGEST_PATH) {
    throw usageError(
      'OSV_PATH',
      `${printable(path.toString(), 200)} has ${path.length} bytes, and a path in OSv's RAM file system has at most ${LONGEST_PATH}.`,
      'Give the file a shorter path in the app declaration.',
    );
  }
  record.writeBigUInt64LE(BigInt(size), 0);
  record.writeBigUInt64LE(BigInt(offset), 8);
  record.writeInt8(entry.kind === 'symlink' ? TYPE.symlink : TYPE.other, 16);
  path.copy(record, BOOTFS_NAME);
}

function withoutParents(entries: readonly NamedEntry[]): NamedEntry[] {
  const parents = new Set(entries.map(({ path }) => path.slice(0, Math.max(path.lastIndexOf('/'), 0))));
  return entries.filter(({ kind, path }) => kind !== 'directory' || !parents.has(path));
}

function contentOf(entry: NamedEntry): Buffer {
  if (entry.kind === 'file') return entry.data;
  return entry.kind === 'symlink' ? Buffer.from(`${entry.target}\0`) : Buffer.alloc(0);
}

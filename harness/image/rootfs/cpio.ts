// SPDX-License-Identifier: Apache-2.0
import type { NamedEntry } from './tree.js';

const TYPE = { directory: 0o040000, file: 0o100000, symlink: 0o120000 } as const;
const BLOCK = 512;

/**
 * Entries as an uncompressed cpio archive of the `newc` format, as the kernel unpacks it, piece by piece: a container image
 * need not be in memory twice. The same entries give the same bytes: no times, no owners, inode numbers by order. Parents
 * must come before their children.
 */
export function* cpioParts(entries: readonly NamedEntry[]): Generator<Buffer, void> {
  let length = 0;
  const counted = (part: Buffer): Buffer => {
    length += part.length;
    return part;
  };
  for (const [index, entry] of entries.entries()) {
    const data =
      entry.kind === 'file' ? entry.data : Buffer.from(entry.kind === 'symlink' ? entry.target : '');
    const permissions = entry.kind === 'symlink' ? 0o777 : entry.mode;
    const links = entry.kind === 'directory' ? 2 : 1;
    yield counted(header(entry.path, index + 1, TYPE[entry.kind] | permissions, links, data.length));
    yield counted(data);
    yield counted(padding(length, 4));
  }
  yield counted(header('TRAILER!!!', 0, 0, 1, 0));
  yield padding(length, BLOCK);
}

function header(path: string, inode: number, mode: number, links: number, size: number): Buffer {
  const name = Buffer.from(`${path}\0`);
  const [owner, group, time, device, check] = [0, 0, 0, 0, 0];
  const fields = [
    inode,
    mode,
    owner,
    group,
    links,
    time,
    size,
    device,
    device,
    device,
    device,
    name.length,
    check,
  ];
  const text = `070701${fields.map((field) => field.toString(16).toUpperCase().padStart(8, '0')).join('')}`;
  return Buffer.concat([Buffer.from(text), name, padding(text.length + name.length, 4)]);
}

function padding(length: number, alignment: number): Buffer {
  return Buffer.alloc((alignment - (length % alignment)) % alignment);
}

// SPDX-License-Identifier: Apache-2.0
import type { NamedEntry } from './tree.js';

const TYPE = { directory: 0o040000, file: 0o100000, symlink: 0o120000 } as const;
const BLOCK = 512;

/**
 * Writes entries as an uncompressed cpio archive of the `newc` format, as the kernel unpacks it. The same entries give
 * the same bytes: no times, no owners, inode numbers by order. Parents must come before their children.
 */
export function writeCpio(entries: readonly NamedEntry[]): Buffer {
  const parts: Buffer[] = [];
  entries.forEach((entry, index) => {
    const data =
      entry.kind === 'file' ? entry.data : Buffer.from(entry.kind === 'symlink' ? entry.target : '');
    const permissions = entry.kind === 'symlink' ? 0o777 : entry.mode;
    const links = entry.kind === 'directory' ? 2 : 1;
    parts.push(
      header(entry.path, index + 1, TYPE[entry.kind] | permissions, links, data.length),
      padded(data, 4),
    );
  });
  parts.push(header('TRAILER!!!', 0, 0, 1, 0));
  return padded(Buffer.concat(parts), BLOCK);
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
  return padded(Buffer.concat([Buffer.from(text), name]), 4);
}

function padded(bytes: Buffer, alignment: number): Buffer {
  const extra = (alignment - (bytes.length % alignment)) % alignment;
  return extra === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(extra)]);
}

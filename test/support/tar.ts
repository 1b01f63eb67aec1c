// SPDX-License-Identifier: Apache-2.0
import type { NamedEntry } from '../../harness/image/rootfs/tree.js';

const BLOCK = 512;
const TYPE = { file: '0', symlink: '2', directory: '5' } as const;

/** Writes entries as a tar archive of the `ustar` format, all of them owned by user and group 1000. */
export function writeTar(entries: readonly NamedEntry[]): Buffer {
  const parts = entries.flatMap((entry) => {
    const data = entry.kind === 'file' ? entry.data : Buffer.alloc(0);
    return [header(entry, data.length), data, Buffer.alloc((BLOCK - (data.length % BLOCK)) % BLOCK)];
  });
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]);
}

function header(entry: NamedEntry, size: number): Buffer {
  const bytes = Buffer.alloc(BLOCK);
  const cut = entry.path.length > 100 ? entry.path.lastIndexOf('/', 154) : -1;
  const octal = (value: number, at: number, digits: number): void => {
    bytes.write(`${value.toString(8).padStart(digits, '0')}\0`, at);
  };
  bytes.write(entry.path.slice(cut + 1), 0, 100);
  octal(entry.kind === 'symlink' ? 0o777 : entry.mode, 100, 7);
  octal(1000, 108, 7);
  octal(1000, 116, 7);
  octal(size, 124, 11);
  // Some time that is not the epoch.
  octal(1_600_000_000, 136, 11);
  bytes.write(TYPE[entry.kind], 156);
  if (entry.kind === 'symlink') bytes.write(entry.target, 157, 100);
  bytes.write('ustar\x0000', 257);
  if (cut > 0) bytes.write(entry.path.slice(0, cut), 345, 155);
  bytes.fill(' ', 148, 156);
  octal(
    bytes.reduce((sum, byte) => sum + byte, 0),
    148,
    6,
  );
  return bytes;
}

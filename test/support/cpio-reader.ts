// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';

/** An entry of a cpio archive; its data as latin1. */
export interface CpioEntry {
  name: string;
  inode: number;
  mode: number;
  links: number;
  size: number;
  data: string;
  others: number[];
}

/** Reads an archive by the format's description, independently of the writer. */
export function readCpio(archive: Buffer): CpioEntry[] {
  const entries: CpioEntry[] = [];
  for (let at = 0; ;) {
    assert.equal(archive.toString('latin1', at, at + 6), '070701', `magic at ${at}`);
    const text = archive.toString('latin1', at + 6, at + 110);
    assert.match(text, /^[0-9A-F]{104}$/);
    const fields = Array.from({ length: 13 }, (_, n) => Number.parseInt(text.slice(n * 8, n * 8 + 8), 16));
    const [inode = 0, mode = 0, uid = 0, gid = 0, links = 0, mtime = 0, size = 0, ...rest] = fields;
    const [nameSize = 0, check = 0] = rest.slice(4);
    const name = archive.toString('utf8', at + 110, at + 110 + nameSize - 1);
    const start = align(at + 110 + nameSize);
    const data = archive.toString('latin1', start, start + size);
    if (name === 'TRAILER!!!') return entries;
    entries.push({
      name,
      inode,
      mode,
      links,
      size,
      data,
      others: [uid, gid, mtime, ...rest.slice(0, 4), check],
    });
    at = align(start + size);
  }
}

const align = (offset: number): number => Math.ceil(offset / 4) * 4;

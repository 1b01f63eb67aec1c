// SPDX-License-Identifier: Apache-2.0
import { constants } from 'node:fs';
import { appendFile, copyFile, readFile, stat } from 'node:fs/promises';
import { type ArtifactRole } from '../../core/artifact.js';
import { writeError } from '../../core/files.js';
import { cpioParts } from '../../image/rootfs/cpio.js';
import { Tree } from '../../image/rootfs/tree.js';
import type { MadeFile } from '../../vmm/types.js';
import { BOOT, placeOf } from './job.js';

/** What a boot has of its own on a counted host. */
export interface OwnFiles {
  job: Uint8Array;
  /** Path here by role. */
  files: readonly { role: ArtifactRole; path: string }[];
  /** Files by their paths there. */
  made: readonly MadeFile[];
}

/**
 * Writes what a counted host has in memory: its root, and behind it what one boot has of its own. The kernel unpacks archives that
 * follow each other.
 * @param root path of its root as an archive.
 * @returns its length, bytes.
 * @throws BenchError `DISK_FULL`, `WRITE_FAILED` (exit 3).
 */
export async function writeArchive(
  root: string,
  { job, files, made }: OwnFiles,
  to: string,
): Promise<number> {
  const tree = new Tree();
  tree.addDirectory(BOOT, 0o700);
  const add = (path: string, data: Buffer, mode = 0o600): void => {
    tree.add(path, { kind: 'file', mode, data });
  };
  add(`${BOOT}/job`, Buffer.from(job));
  for (const { path, text } of made) add(path, Buffer.from(text));
  for (const { role, path } of files) {
    add(placeOf(role), await readFile(path), role === 'monitor' ? 0o700 : 0o600);
  }
  try {
    await copyFile(root, to, constants.COPYFILE_FICLONE);
    for (const part of cpioParts(tree.entries())) if (part.length > 0) await appendFile(to, part);
  } catch (error) {
    throw writeError(to, error);
  }
  return (await stat(to)).size;
}

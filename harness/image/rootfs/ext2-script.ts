// SPDX-License-Identifier: Apache-2.0
import { posix } from 'node:path';
import { usageError } from '../../core/errors.js';
import { printable } from '../../core/printable.js';
import type { NamedEntry } from './tree.js';

const TYPE = { directory: 0o040000, file: 0o100000, symlink: 0o120000 } as const;

/**
 * Commands with which debugfs fills an empty file system. `sourceOf` names the host file with the bytes of the n-th
 * regular file, a path without spaces.
 * @throws BenchError `EXT2_NAME` (exit 2) for a name that debugfs would not take as one.
 */
export function ext2Script(entries: readonly NamedEntry[], sourceOf: (index: number) => string): string {
  const lines: string[] = [];
  let files = 0;
  for (const entry of entries) {
    const parent = posix.dirname(entry.path);
    const name = quote(posix.basename(entry.path));
    lines.push(`cd ${quote(parent === '.' ? '/' : `/${parent}`)}`);
    if (entry.kind === 'directory') lines.push(`mkdir ${name}`);
    else if (entry.kind === 'symlink') lines.push(`symlink ${name} ${quote(entry.target)}`);
    else lines.push(`write ${sourceOf(files++)} ${name}`);
    const permissions = entry.kind === 'symlink' ? 0o777 : entry.mode;
    lines.push(`set_inode_field ${name} mode 0${(TYPE[entry.kind] | permissions).toString(8)}`);
    for (const field of ['uid', 'gid']) lines.push(`set_inode_field ${name} ${field} 0`);
  }
  return `${lines.join('\n')}\n`;
}

/** A newline would begin a command of its own, and debugfs has commands that write files of the host. */
function quote(text: string): string {
  if (/[\x00-\x1f\x7f]/.test(text)) {
    throw usageError(
      'EXT2_NAME',
      `${printable(text, 200)} has control characters, which no name in a root image may have.`,
      'Do not use the package or container image that it is from.',
    );
  }
  return `"${text.replaceAll('"', '""')}"`;
}

// SPDX-License-Identifier: Apache-2.0
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { measureError } from '../../core/errors.js';
import { type Foreign, says } from '../../core/foreign.js';
import { printable } from '../../core/printable.js';
import { runTool } from '../../core/tool.js';
import { ext2Geometry } from './ext2-geometry.js';
import { ext2Script } from './ext2-script.js';
import type { NamedEntry } from './tree.js';

const UUID = '6c757069-6e65-4265-8e63-680000000001';
const NEXT = 'Install e2fsprogs 1.46 or later (Debian and Ubuntu: `apt-get install e2fsprogs`).';

/** The user's own mke2fs.conf must not decide what is in the image. */
const CONFIG =
  '[defaults]\n  base_features = none\n  enable_periodic_fsck = 0\n[fs_types]\n  ext2 = {\n    base_features = none\n  }\n';

/** How to write a file system. */
export interface Ext2Options {
  /** Folder for what is needed meanwhile. */
  workDir: string;
  /** Room for what the app writes, MiB; next to none when missing. */
  roomMib?: number | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Writes entries as an ext2 file system without mounting anything and without being root: mke2fs makes an empty one,
 * debugfs fills it in our order. Clock, user, umask, locale and place do not show in the bytes.
 * @throws BenchError `EXT2_FAILED` (exit 3) with what the tool said.
 */
export async function writeExt2(
  entries: readonly NamedEntry[],
  image: string,
  { workDir, roomMib, signal }: Ext2Options,
): Promise<void> {
  const stage = await mkdtemp(join(workDir, 'ext2-'));
  try {
    await mkdir(join(stage, 'data'));
    const files = entries.flatMap((entry) => (entry.kind === 'file' ? [entry.data] : []));
    // One after the other: a container image has more files than a process may have open.
    for (const [index, data] of files.entries()) await writeFile(join(stage, 'data', `${index}`), data);
    await writeFile(join(stage, 'mke2fs.conf'), CONFIG);
    await writeFile(
      join(stage, 'script'),
      ext2Script(entries, (index) => `data/${index}`),
    );
    const { blockSize, blocks, inodes } = ext2Geometry(entries, roomMib);
    const options = {
      cwd: stage,
      // The tools take 0 for "no fake time".
      env: { E2FSPROGS_FAKE_TIME: '1', MKE2FS_CONFIG: join(stage, 'mke2fs.conf'), DEBUGFS_PAGER: 'cat' },
      signal,
      code: 'EXT2_FAILED',
      next: NEXT,
    };
    const extended = `root_owner=0:0,hash_seed=${UUID},nodiscard,lazy_itable_init=0`;
    const features = ['-O', 'none,filetype', '-I', '128', '-E', extended, '-U', UUID];
    const size = ['-b', `${blockSize}`, '-N', `${inodes}`, '-m', '0'];
    await runTool('mke2fs', ['-q', '-F', '-t', 'ext2', ...features, ...size, image, `${blocks}`], options);
    const said: Foreign[] = [];
    const onLine = (line: Foreign): void => void said.push(line);
    await runTool('debugfs', ['-w', '-f', 'script', image], { ...options, onLine });
    checkAnswers(said);
    await runTool('e2fsck', ['-f', '-n', image], options);
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
}

/** debugfs ends with 0 whatever happened; what it prints besides its version, its commands and inode numbers is an error. */
function checkAnswers(said: readonly Foreign[]): void {
  const usual = /^(debugfs \d|debugfs: |Allocated inode: \d+$|$)/;
  const bad = said.find((line) => !says(line, usual));
  if (bad === undefined) return;
  throw measureError('EXT2_FAILED', `debugfs could not fill the root image: ${printable(bad)}`, NEXT);
}

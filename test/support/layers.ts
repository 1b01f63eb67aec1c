// SPDX-License-Identifier: Apache-2.0
import { keepFiles } from '../../harness/image/archive/keep-files.js';
import { KeptFiles } from '../../harness/image/archive/kept-files.js';
import { ARCHIVE_LIMITS, type ArchiveLimits } from '../../harness/image/archive/limits.js';
import { inTemp } from './temp.js';

/** A file system as text: by path a mode and contents, or a target. */
export type Shown = Record<string, string>;

/** Lays archives over each other as those of a container image; shows what comes out. */
export async function laid(
  archives: readonly Buffer[],
  limits: Partial<ArchiveLimits> = {},
  piece = 1000,
): Promise<Shown> {
  return await inTemp(async (dir) => {
    const open = (bytes: Buffer) => () =>
      Promise.resolve({ chunks: pieces(bytes, piece), packed: () => bytes.length });
    await keepFiles(
      archives.map((bytes) => ({ open: open(bytes) })),
      dir,
      { what: 'the image', limits: { ...ARCHIVE_LIMITS, ...limits }, layers: true },
    );
    const kept = await (await KeptFiles.open(dir)).all();
    return Object.fromEntries(
      kept.map((entry) => {
        if (entry.kind === 'symlink') return [entry.path, `-> ${entry.target}`];
        const mode = entry.mode.toString(8);
        return [entry.path, entry.kind === 'file' ? `${mode} ${entry.data.toString('latin1')}` : mode];
      }),
    );
  });
}

/** Bytes as a stream whose pieces end where nothing else does. */
async function* pieces(bytes: Buffer, piece: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += piece)
    yield await Promise.resolve(bytes.subarray(at, at + piece));
}

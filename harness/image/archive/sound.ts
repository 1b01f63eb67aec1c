// SPDX-License-Identifier: Apache-2.0
import { cached } from '../../core/cache.js';
import { ARCHIVE_LIMITS, type ArchiveLimits, type ArchiveName, strangeEntry } from './limits.js';
import { readTar } from './tar.js';
import { unpackedFile } from './unpack.js';

/** Sources are larger than packages, and no guest holds them. */
const SOURCE_LIMITS: ArchiveLimits = { ...ARCHIVE_LIMITS, bytes: 4 * 2 ** 30 };

/** An archive of sources that another program will unpack. */
export interface SourceArchive {
  path: string;
  what: ArchiveName;
  limits?: ArchiveLimits | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Reads an archive to its end before another program unpacks it to the file system: that it is small enough, leads nowhere
 * outside, and has only files, folders and links.
 * @throws BenchError `ARCHIVE_*` (exit 3).
 */
export async function requireSound(archive: SourceArchive): Promise<void> {
  const { path, what, limits = SOURCE_LIMITS, signal } = archive;
  for await (const entry of readTar(await unpackedFile(path, what), { what, limits, signal })) {
    if (entry.kind === 'other') throw strangeEntry(what, entry.path, 'is a device or pipe');
  }
}

/** As {@link requireSound}, once for all archives with these bytes. */
export async function requireSoundOnce(archive: SourceArchive, sha256: string): Promise<void> {
  const { what, limits = SOURCE_LIMITS, signal } = archive;
  await cached({
    kind: 'archive',
    label: `a look at ${what}`,
    inputs: { format: 1, sha256, limits: { ...limits } },
    ...(signal === undefined ? {} : { signal }),
    build: () => requireSound(archive),
  });
}

// SPDX-License-Identifier: Apache-2.0
import { dirname, join } from 'node:path';
import { requireSound } from '../archive/sound.js';
import { runTool } from '../../core/tool.js';
import type { SourcePackage } from './types.js';

/**
 * Unpacks a source package, with Debian's own patches, into a folder that does not exist yet. Its signature is not asked
 * for: apt has checked the files against its signed lists.
 * @throws BenchError `SOURCE_UNPACK` or `ARCHIVE_*` (exit 3).
 */
export async function unpackSourcePackage(
  source: SourcePackage,
  into: string,
  signal?: AbortSignal,
): Promise<void> {
  // A version that nobody has listed is looked at before dpkg-source unpacks it.
  for (const file of source.known ? [] : Object.keys(source.files)) {
    if (!/\.tar\.[a-z0-9]+$/.test(file)) continue;
    await requireSound({ path: join(dirname(source.dsc), file), what: file, signal });
  }
  await runTool('dpkg-source', ['--no-check', '-x', source.dsc, into], {
    signal,
    code: 'SOURCE_UNPACK',
    next: 'Install dpkg-dev, or run the command again: a damaged download is fetched anew.',
  });
}

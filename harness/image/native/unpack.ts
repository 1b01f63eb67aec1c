// SPDX-License-Identifier: Apache-2.0
import { runTool } from '../../core/tool.js';
import type { SourcePackage } from './types.js';

/**
 * Unpacks a source package, with Debian's own patches, into a folder that does not exist yet. Its signature is not asked
 * for: apt has checked the files against its signed lists.
 * @throws BenchError `SOURCE_UNPACK` (exit 3).
 */
export async function unpackSourcePackage(
  source: SourcePackage,
  into: string,
  signal?: AbortSignal,
): Promise<void> {
  await runTool('dpkg-source', ['--no-check', '-x', source.dsc, into], {
    signal,
    code: 'SOURCE_UNPACK',
    next: 'Install dpkg-dev, or run the command again: a damaged download is fetched anew.',
  });
}

// SPDX-License-Identifier: Apache-2.0
import { rawText } from '../core/foreign.js';
import { runTool } from '../core/tool.js';

/**
 * What a command of git says in a folder. It takes no locks that it could do without, and asks no monitor of files.
 * @param env added to the plain environment.
 * @throws BenchError `REVISION_CHECKOUT` (exit 3) with git's words.
 */
export async function git(
  folder: string,
  args: readonly string[],
  signal: AbortSignal,
  env: Record<string, string> = {},
): Promise<string> {
  const said = await runTool('git', ['-C', folder, '-c', 'core.fsmonitor=false', ...args], {
    ...{ signal, code: 'REVISION_CHECKOUT', env: { GIT_OPTIONAL_LOCKS: '0', ...env } },
    next: 'See that the repository is whole (`git fsck`) and the disk has room.',
  });
  return rawText(said);
}

/** As {@link git}; undefined where git refuses. */
export async function askGit(
  folder: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<string | undefined> {
  return await git(folder, args, signal).catch(() => {
    signal.throwIfAborted();
    return undefined;
  });
}

// SPDX-License-Identifier: Apache-2.0
import { BenchError } from '../core/errors.js';
import { rawText } from '../core/foreign.js';
import { runTool } from '../core/tool.js';

/** A repository, and the wish to stop. */
export interface GitPlace {
  /** Top folder of its working tree, absolute. */
  top: string;
  signal: AbortSignal;
}

/** No hook runs, no line end is changed, no link is made, and no monitor of files is asked. */
const SETTINGS = [
  ...['-c', 'core.hooksPath=/dev/null', '-c', 'core.autocrlf=false'],
  ...['-c', 'core.symlinks=false', '-c', 'core.fsmonitor=false'],
];

/** Who writes to a branch of points: whoever calls has not made the commit by hand, and may have no name where a machine does it. */
const WRITER = {
  GIT_AUTHOR_NAME: 'lupine-bench',
  GIT_AUTHOR_EMAIL: 'lupine-bench@localhost',
  GIT_COMMITTER_NAME: 'lupine-bench',
  GIT_COMMITTER_EMAIL: 'lupine-bench@localhost',
};

/** What git needs of the user's environment to reach a remote. */
const REACHING: readonly string[] = [
  ...['SSH_AUTH_SOCK', 'GIT_SSH', 'GIT_SSH_COMMAND', 'GIT_ASKPASS', 'SSH_ASKPASS', 'XDG_CONFIG_HOME'],
  ...['http_proxy', 'https_proxy', 'HTTPS_PROXY', 'no_proxy', 'NO_PROXY', 'GIT_SSL_CAINFO'],
];

/**
 * What a command of git says. It asks nobody for a password.
 * @param env added to the plain environment.
 * @throws BenchError `HISTORY_GIT` (exit 3) with git's words.
 */
export async function git(
  { top, signal }: GitPlace,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<string> {
  const own = Object.entries(process.env).flatMap(([name, value]) =>
    REACHING.includes(name) && value !== undefined ? [[name, value] as const] : [],
  );
  const said = await runTool('git', ['-C', top, ...SETTINGS, ...args], {
    ...{ signal, code: 'HISTORY_GIT' },
    env: { ...Object.fromEntries(own), ...WRITER, GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0', ...env },
    next: 'See that the repository is whole (`git fsck`), the disk has room, and the remote can be reached.',
  });
  return rawText(said).trimEnd();
}

/** As {@link git}; undefined where git refuses. */
export async function askGit(
  place: GitPlace,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<string | undefined> {
  return await git(place, args, env).catch((error: unknown) => {
    place.signal.throwIfAborted();
    if (error instanceof BenchError) return undefined;
    throw error;
  });
}

/** The commit of a ref; undefined when there is none. */
export async function tipOf(place: GitPlace, ref: string): Promise<string | undefined> {
  const found = await askGit(place, [
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${ref}^{commit}`,
  ]);
  return found === undefined || found === '' ? undefined : found;
}

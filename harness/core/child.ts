// SPDX-License-Identifier: Apache-2.0
import { isAbsolute } from 'node:path';

/**
 * Wraps a command so that the kernel ends it when this process dies, even by SIGKILL. The shell closes the gap between
 * fork and prctl: a child that finds another parent than the one it was started by does not begin at all.
 * It leaves no core file, which would be as large as a guest's memory.
 * Needs `setpriv` of util-linux, which Debian and Ubuntu mark essential.
 */
export function boundToThisProcess(file: string, args: readonly string[]): [string, string[]] {
  const guard = 'test "$PPID" = "$0" || exit 125; ulimit -c 0; exec "$@"';
  return ['setpriv', ['--pdeathsig', 'KILL', '--', 'sh', '-c', guard, String(process.pid), file, ...args]];
}

/**
 * Folders in which programs are sought, of a user's PATH. An empty or relative one means the folder in which the user happens to
 * be, whose files may be anybody's. Debian keeps e2fsck and others out of a user's own PATH.
 */
export function searchPath(given: string | undefined): string {
  const named = (given ?? '').split(':').filter((folder) => isAbsolute(folder));
  return [...(named.length === 0 ? ['/usr/bin', '/bin'] : named), '/usr/sbin', '/sbin'].join(':');
}

/** Environment for tools whose output we read or whose result must not depend on the user's settings. */
export const plainEnvironment = {
  LC_ALL: 'C',
  LANG: 'C',
  TZ: 'UTC',
  PATH: searchPath(process.env['PATH']),
} as const;

/**
 * Wraps a command that has children of its own (make). A watcher in its process group holds a pipe to this process; when
 * the pipe closes, because the command is done or this process died, the watcher ends the whole group. The command must
 * be started detached, with a pipe as its descriptor 3.
 */
export function groupBoundToThisProcess(file: string, args: readonly string[]): [string, string[]] {
  const watch = '( exec >/dev/null 2>&1; cat <&3; kill -KILL 0 ) & exec 3<&-; exec "$@"';
  return ['sh', ['-c', watch, 'watch', file, ...args]];
}

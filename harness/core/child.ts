// SPDX-License-Identifier: Apache-2.0

/**
 * Wraps a command so that the kernel ends it when this process dies, even by SIGKILL. The shell closes the gap between
 * fork and prctl: a child that finds another parent than the one it was started by does not begin at all.
 * Needs `setpriv` of util-linux, which Debian and Ubuntu mark essential.
 */
export function boundToThisProcess(file: string, args: readonly string[]): [string, string[]] {
  const guard = 'test "$PPID" = "$0" || exit 125; exec "$@"';
  return ['setpriv', ['--pdeathsig', 'KILL', '--', 'sh', '-c', guard, String(process.pid), file, ...args]];
}

/** Environment for tools whose output we read or whose result must not depend on the user's settings. */
export const plainEnvironment = {
  LC_ALL: 'C',
  LANG: 'C',
  TZ: 'UTC',
  PATH: process.env['PATH'] ?? '/usr/sbin:/usr/bin:/sbin:/bin',
} as const;

// SPDX-License-Identifier: Apache-2.0
import type { MachineFiles } from './machine.js';

/**
 * Firecracker's words, its name first: a machine from a file, without a socket, with its own filters of system calls, which are on when
 * nothing is said of them. The log is named here and not in the file, because a line comes before the file is read, and what has no log
 * goes to standard output, where the console is.
 * @param timer whether it has its boot timer.
 */
export function firecrackerArgv(
  name: string,
  { config, log }: Pick<MachineFiles, 'config' | 'log'>,
  timer: boolean,
): string[] {
  const words = ['--no-api', '--config-file', config, '--log-path', log, '--level', 'Info'];
  return [name, ...words, ...(timer ? ['--boot-timer'] : [])];
}

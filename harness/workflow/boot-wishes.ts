// SPDX-License-Identifier: Apache-2.0
import type { Clock } from '../metric/types.js';
import type { KernelSources } from '../plan/source.js';

/** Which boots the user wants, and how: what every command that boots has in common. */
export interface BootWishes {
  system?: readonly string[] | undefined;
  app?: readonly string[] | undefined;
  clock?: Clock | undefined;
  /** Name of a monitor; the environment's first one when missing. */
  monitor?: string | undefined;
  /** Names of hosts, or `tag:<tag>`; this machine when missing. */
  host?: readonly string[] | undefined;
  set?: readonly string[] | undefined;
  kernelSource?: KernelSources | undefined;
}

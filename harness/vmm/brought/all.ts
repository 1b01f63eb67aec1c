// SPDX-License-Identifier: Apache-2.0
import { solo5Hvt } from './solo5-hvt.js';
import type { BroughtMonitor } from './types.js';
import { uhyve } from './uhyve.js';

/** Every monitor that a system may bring. */
export const BROUGHT_MONITORS: readonly BroughtMonitor[] = [uhyve, solo5Hvt];

/** The one with a name; nothing for a monitor that hosts have. */
export function broughtMonitor(name: string): BroughtMonitor | undefined {
  return BROUGHT_MONITORS.find((one) => one.name === name);
}

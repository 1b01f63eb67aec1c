// SPDX-License-Identifier: Apache-2.0
import type { VmFault } from '../vmm/types.js';

/** What a monitor may take before it starts its timer, ns: its own start, on a busy host. */
const START_NS = 250e6;

/** PID 1's way to its sign, and by how much two clocks of one host may differ in such a time, ns. */
const SIGN_NS = 5e6;

/**
 * Compares a monitor's own timer with ours. It begins when the monitor makes the machine, ours when the monitor is executed; both end
 * with PID 1, whose sign comes a moment after its first instruction. So it can be shorter by the monitor's own start, and not longer.
 * @param timerNs what the monitor says; missing where it has no timer, or got no sign.
 * @param vmmNs from the execution of the monitor to the first instruction of PID 1.
 */
export function timerFault(timerNs: number | undefined, vmmNs: number | undefined): VmFault | undefined {
  if (timerNs === undefined || vmmNs === undefined) return undefined;
  const shorter = vmmNs - timerNs;
  if (shorter >= -SIGN_NS && shorter <= Math.max(START_NS, vmmNs / 2)) return undefined;
  const ms = (ns: number): string => `${(ns / 1e6).toFixed(1)} ms`;
  return {
    code: 'BOOT_TIMER_DISAGREES',
    message: `the monitor's own timer says ${ms(timerNs)} until PID 1, and by the console it is ${ms(vmmNs)}.`,
    next: 'One of the two clocks is wrong: try again on a quiet host, and look at the log of the monitor.',
  };
}

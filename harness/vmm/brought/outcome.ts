// SPDX-License-Identifier: Apache-2.0
import { constants } from 'node:os';
import { type Foreign, says } from '../../core/foreign.js';
import type { Stopped } from '../outcome.js';
import type { VmExit } from '../types.js';

/** With one of these a monitor dies of what it was given; with any other somebody ended it. */
const CRASHES = ['SIGSEGV', 'SIGBUS', 'SIGILL', 'SIGFPE', 'SIGABRT', 'SIGTRAP', 'SIGSYS'] as const;

/** Statuses of `confine` when it began nothing; a program of a guest may end with them too. */
const NOT_BEGUN = [125, 126, 127];

/**
 * How a monitor ended that a system brings. Its status and its standard error may be those of the guest's program, and are believed no
 * further: nothing in them stops a run. A crash is what the guest, or too little memory, did to it, with the status that a shell gives it.
 */
export function broughtOutcome(
  stopped: Stopped | undefined,
  { exitCode, signal }: { exitCode?: number | undefined; signal?: string | undefined },
  stderr: Foreign,
): Pick<VmExit, 'kind' | 'status' | 'signal'> {
  if (stopped !== undefined) return { kind: stopped };
  if (signal === 'SIGXFSZ') return { kind: 'console-limit' };
  const crash = CRASHES.find((one) => one === signal);
  if (crash !== undefined) return { kind: 'exited', status: 128 + constants.signals[crash] };
  if (exitCode === undefined) return { kind: 'vmm-failed', ...(signal === undefined ? {} : { signal }) };
  const begun = !NOT_BEGUN.includes(exitCode) || !says(stderr, /^confine: /);
  return { kind: begun ? 'exited' : 'vmm-failed', status: exitCode };
}

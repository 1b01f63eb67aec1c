// SPDX-License-Identifier: Apache-2.0
import { type Foreign, foreignLines, says } from '../core/foreign.js';
import type { ConsoleVerdict } from './console-watch.js';
import { kvmFailure, saysStopped } from './kvm-words.js';
import type { VmExit } from './types.js';

/**
 * With these words QEMU aborts over what a guest did, e.g. one that writes where it has no memory while instructions are
 * counted. An assertion of QEMU's own is worded otherwise.
 */
const GAVE_UP = /^qemu: fatal: /m;

/** Why a guest was stopped by who watches it. */
export type Stopped = 'timeout' | ConsoleVerdict;

/** How a monitor ended, from why it was stopped, if it was, its status, and what it said. */
export function outcome(
  stopped: Stopped | undefined,
  result: { exitCode?: number | undefined; signal?: string | undefined },
  stderr: Foreign,
): Pick<VmExit, 'kind' | 'status' | 'signal'> {
  // First: a time limit that came after it must not hide it.
  if (foreignLines(stderr).some(saysStopped)) return { kind: 'kvm-failed' };
  if (stopped !== undefined) return { kind: stopped };
  if (result.signal === 'SIGABRT' && says(stderr, GAVE_UP)) return { kind: 'gave-up' };
  if (result.signal === 'SIGXFSZ') return { kind: 'console-limit' };
  const ownEnd = result.signal === 'SIGABRT' || result.exitCode === 1;
  if (ownEnd && kvmFailure(stderr) !== undefined) return { kind: 'kvm-failed' };
  if (result.exitCode === undefined)
    return { kind: 'vmm-failed', ...(result.signal ? { signal: result.signal } : {}) };
  // 0: the guest reset itself (-no-reboot). Odd: isa-debug-exit. 125..127: the program did not start. 1 with a message
  // on stderr is told apart by the caller, who knows whether the guest spoke.
  return {
    kind: result.exitCode >= 125 && result.exitCode <= 127 ? 'vmm-failed' : 'exited',
    status: result.exitCode,
  };
}

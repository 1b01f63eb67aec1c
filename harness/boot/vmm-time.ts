// SPDX-License-Identifier: Apache-2.0
import type { GuestReport } from './types.js';

/**
 * From the execution of the VMM to the first instruction of PID 1, in ns of the host's clock.
 *
 * PID 1 cannot send a byte with its first instruction: it speaks when it has something to report. So the host times the
 * first byte of the first frame, the guest says how long before it PID 1 began (both by the time stamp counter), and the
 * difference is taken off. A guest without it is timed by the first byte of the line that its app prints as the first thing in its `main`.
 * @param awaitedNs arrival of the first frame, ns since the VMM was executed.
 * @returns nothing when a mark is missing, or when the marks contradict each other.
 */
export function vmmTime(awaitedNs: number | undefined, report: GuestReport | undefined): number | undefined {
  const { frame, pid1, main } = report?.tsc ?? {};
  const hz = report?.tscHz ?? 0n;
  if (frame === undefined && pid1 === undefined && main !== undefined) return awaitedNs;
  if (awaitedNs === undefined || frame === undefined || pid1 === undefined || hz <= 0n) return undefined;
  if (frame < pid1) return undefined;
  const ns = awaitedNs - Number(((frame - pid1) * 1_000_000_000n) / hz);
  return ns > 0 ? ns : undefined;
}

// SPDX-License-Identifier: Apache-2.0
import { measureError } from '../core/errors.js';
import type { GuestReport } from '../boot/types.js';
import type { Measured, Workload } from './types.js';

/** `boot`: how long from the reset of the CPU to PID 1, and to the app's answer. */
export const boot: Workload = {
  kind: 'boot',
  purpose: 'boot',
  metrics: ['boot.guest', 'boot.vmm', 'boot.main', 'boot.ready'],
  load: '',
  expectedSeconds: 2,
  clients: () => [],
  read: ({ report, clock, vmmNs }: Measured) => ({
    'boot.guest': sinceReset(report, 'pid1'),
    ...(clock === 'wall' ? { 'boot.vmm': vmmNs ?? markMissing('frame') } : {}),
    'boot.ready': sinceReset(report, 'ready'),
    ...(report.tsc['main'] === undefined ? {} : { 'boot.main': sinceReset(report, 'main') }),
  }),
};

/**
 * Time of an event since vCPU reset, in ns of the guest's own counter (vns under the deterministic clock, where the
 * counter counts instructions at 1 GHz).
 */
export function sinceReset(report: GuestReport, event: string): number {
  const counts = report.tsc[event];
  if (counts === undefined || report.tscHz <= 0n) return markMissing(event);
  return Number((counts * 1_000_000_000n) / report.tscHz);
}

function markMissing(event: string): never {
  throw measureError(
    'MARK_MISSING',
    `the guest did not report the time of "${event}", or it contradicts another.`,
    'Look at the console log.',
  );
}

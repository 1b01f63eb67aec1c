// SPDX-License-Identifier: Apache-2.0
import { usageError } from '../../core/errors.js';
import type { FirecrackerVersion } from './version.js';

/** Names the variable that turns the check of the boot timer on. */
const SWITCH = 'LUPINE_BENCH_BOOT_TIMER';

/** Whether Firecracker's boot timer is to be compared with our own. @throws BenchError `BOOT_TIMER_SWITCH` (exit 2) for a switch in no known position. */
export function isTimerOn(): boolean {
  const position = process.env[SWITCH] ?? '';
  if (position === '' || position === 'on') return position === 'on';
  throw usageError('BOOT_TIMER_SWITCH', `${SWITCH} is neither empty nor \`on\`.`, `Unset ${SWITCH}.`);
}

/** Where the timer is in a guest's memory: the first page of the devices, which begin lower since 1.13. */
export function timerAddress({ major, minor }: FirecrackerVersion): number {
  return major > 1 || minor >= 13 ? 0xc000_0000 : 0xd000_0000;
}

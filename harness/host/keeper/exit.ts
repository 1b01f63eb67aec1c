// SPDX-License-Identifier: Apache-2.0
import type { Foreign } from '../../core/foreign.js';
import { broughtMonitor } from '../../vmm/brought/all.js';
import { broughtOutcome } from '../../vmm/brought/outcome.js';
import { outcome } from '../../vmm/outcome.js';
import type { VmExit } from '../../vmm/types.js';
import type { KeptResult } from './result.js';

/**
 * How a monitor ended that a keeper ran.
 * @param stderr what it said.
 * @param argv its command line.
 * @param monitor its name.
 */
export function exitOfResult(result: KeptResult, stderr: Foreign, argv: string[], monitor: string): VmExit {
  const { stopped: why, exitCode, signal, awaitedNs, hostNs } = result;
  const brought = broughtMonitor(monitor);
  const judge = brought === undefined ? outcome : broughtOutcome;
  return {
    ...judge(why === 'abort' ? undefined : why, { exitCode, signal }, stderr),
    ...{ stderr, argv, guestFault: brought?.faultIn(stderr) },
    ...(awaitedNs === undefined ? {} : { awaitedNs }),
    hostMs: hostNs / 1e6,
  };
}

// SPDX-License-Identifier: Apache-2.0
import type { Foreign } from '../../core/foreign.js';
import { outcome } from '../../vmm/outcome.js';
import type { VmExit } from '../../vmm/types.js';
import type { KeptResult } from './result.js';

/**
 * How a monitor ended that a keeper ran.
 * @param stderr what it said.
 * @param argv its command line.
 */
export function exitOfResult(result: KeptResult, stderr: Foreign, argv: string[]): VmExit {
  const { stopped: why, exitCode, signal, awaitedNs, hostNs } = result;
  return {
    ...outcome(why === 'abort' ? undefined : why, { exitCode, signal }, stderr),
    ...{ stderr, argv },
    ...(awaitedNs === undefined ? {} : { awaitedNs }),
    hostMs: hostNs / 1e6,
  };
}

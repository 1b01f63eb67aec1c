// SPDX-License-Identifier: Apache-2.0
import type { Protection } from '../confine/protection.js';
import { BenchError } from '../core/errors.js';
import type { Host } from '../host/types.js';
import type { Finding } from './finding.js';

/** What keeps programs of others from a host: nothing of it is needed to measure. */
export async function protectionFindings(
  host: Host,
  monitor: string,
  signal: AbortSignal,
): Promise<Finding[]> {
  try {
    const { monitor: ofMonitor, clients } = await host.protection(monitor, signal);
    return [
      protectionFinding(`${monitor} confined`, ofMonitor),
      protectionFinding('clients confined', clients),
    ];
  } catch (error) {
    if (!(error instanceof BenchError)) throw error;
    return [{ state: 'note', what: `${monitor} confined`, detail: `${error.message} ${error.next}` }];
  }
}

function protectionFinding(what: string, { has, lacks }: Protection): Finding {
  const missing = lacks.length === 0 ? '' : `; not: ${lacks.join('; ')}`;
  return { state: lacks.length === 0 ? 'ok' : 'note', what, detail: `${has.join(', ')}${missing}` };
}

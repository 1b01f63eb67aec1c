// SPDX-License-Identifier: Apache-2.0
import { BenchError } from '../../core/errors.js';
import type { Environment } from '../../environment/environment.js';
import { LOCAL } from '../../host/local.js';
import type { Host } from '../../host/types.js';
import type { Plan } from '../../plan/types.js';
import type { CellQueue } from '../../queue/types.js';
import type { FleetOptions } from '../../run/options.js';
import { KVM_FAILED } from '../../run/kvm-failure.js';
import { rememberLinuxAnswer } from '../linux-answer.js';
import type { Session } from '../session.js';
import { noiseIn } from './noise.js';
import type { FleetView } from './view.js';

/** How the user wants several hosts to be used. */
export interface FleetWishes {
  /** Hosts that measure at the same time. */
  maxParallel?: number | undefined;
}

/** With what several hosts are used. */
export interface FleetMeans {
  queue?: CellQueue | undefined;
  view?: FleetView | undefined;
}

/** Where the boots of a plan are made. */
export interface PlannedHosts {
  /** The first one. */
  host: Host;
  /** Set when there are several. */
  fleet?: FleetOptions | undefined;
}

/**
 * The hosts of a plan. In a run of several, one that is not known any more is left out.
 * @throws BenchError `HOST_UNKNOWN` (exit 2) when none is known.
 */
export function hostsOf(
  plan: Plan,
  { maxParallel }: FleetWishes,
  { queue, view }: FleetMeans,
  environment: Environment,
  session: Session,
): PlannedHosts {
  const names = plan.hosts === undefined || plan.hosts.length === 0 ? [LOCAL] : plan.hosts;
  let unknown: unknown;
  const hosts = names.flatMap((name) => {
    try {
      return [environment.host(name)];
    } catch (error) {
      if (!(error instanceof BenchError)) throw error;
      unknown ??= error;
      session.progress.note(`host ${name} is left out: ${error.message}`);
      return [];
    }
  });
  const [host] = hosts;
  if (host === undefined) throw unknown;
  if (names.length === 1 && queue === undefined && view?.serves !== true) return { host };
  return {
    host,
    fleet: {
      ...{ hosts, maxParallel, queue },
      noisy: (records) => noiseIn(plan, records),
      onOut: async (out, why) => {
        await rememberFailed(why, out, plan);
      },
      onState: view?.onState,
    },
  };
}

/** Remembers what boots have shown of KVM by failing. */
export async function rememberFailed(
  error: unknown,
  host: Host,
  { monitor }: Pick<Plan, 'monitor'>,
): Promise<void> {
  if (!(error instanceof BenchError) || error.code !== KVM_FAILED) return;
  const answer = { kvm: false, kvmReason: `it failed in a run. ${String(error.cause)}` };
  await rememberLinuxAnswer({ host, monitor }, answer);
}

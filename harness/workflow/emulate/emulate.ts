// SPDX-License-Identifier: Apache-2.0
import { type ExitCode, EXIT, measureError } from '../../core/errors.js';
import { prettyJson } from '../../core/json.js';
import { reasonOf } from '../../core/reason.js';
import type { Environment } from '../../environment/environment.js';
import { type Fleet, startFleet } from '../../host/emulated/fleet.js';
import { entryOf } from '../../host/emulated/inventory-text.js';
import type { Session } from '../session.js';
import { hostImage } from './image.js';
import { emulatedText } from './text.js';
import type { KernelSources } from '../../plan/source.js';

/** What emulated hosts are wished. */
export interface EmulateWishes {
  count: number;
  /** Memory of each, MiB. */
  memoryMib: number;
  /** Virtual CPUs of each. */
  processors: number;
  kernelSource?: KernelSources | undefined;
  json?: boolean | undefined;
}

/**
 * Starts emulated KVM hosts, says how to reach them, and keeps them until the session is to end or they have ended.
 * @throws BenchError (exit 3) when they cannot be started, `HOSTS_ENDED` when all of them ended by themselves.
 */
export async function emulateHosts(
  wishes: EmulateWishes,
  environment: Environment,
  session: Session,
): Promise<ExitCode> {
  const { progress, signal } = session;
  const { count, memoryMib, processors, kernelSource, json } = wishes;
  session.hint = 'the same command';
  const image = await hostImage(environment, kernelSource, session);
  const [monitor] = environment.monitors;
  if (monitor === undefined) throw new Error('an environment has a monitor');
  progress.step(`starting ${count === 1 ? 'an emulated host' : `${count} emulated hosts`}`);
  const fleet = await startFleet({
    ...{ monitor, image, count, memoryMib, processors, signal },
    onReady: ({ name }, ms) => {
      progress.note(`${name} answers by SSH after ${(ms / 1000).toFixed(1)} s`);
    },
    onEnded: (error) => {
      progress.note(reasonOf(error));
    },
  });
  progress.end();
  session.print(json === true ? documentOf(fleet) : emulatedText(fleet));
  if ((await fleet.ended) || signal.aborted) return EXIT.ok;
  throw measureError(
    'HOSTS_ENDED',
    'all emulated hosts have ended by themselves.',
    'Call the command again; what was said above may tell why.',
  );
}

/** What a program reads of hosts that answer. */
export function documentOf({ hosts, inventory }: Pick<Fleet, 'hosts' | 'inventory'>): string {
  return prettyJson({ inventory, hosts: hosts.map(entryOf) });
}

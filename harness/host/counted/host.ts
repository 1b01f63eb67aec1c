// SPDX-License-Identifier: Apache-2.0
import { availableParallelism } from 'node:os';
import { hostAbilities } from '../../confine/abilities.js';
import { usageError } from '../../core/errors.js';
import { type Progress, silent } from '../../core/progress.js';
import { suggest } from '../../core/suggest.js';
import { clientProtection } from '../../load/confined-client.js';
import type { Monitor } from '../../vmm/types.js';
import { cpuLayout } from '../cpus.js';
import { GivenPaths } from '../given-paths.js';
import { inBootFolder } from '../scratch.js';
import type { Host } from '../types.js';
import { bootCounted } from './boot.js';
import { countedFacts } from './facts.js';
import { COUNTED, type CountedMachine, countedIdentity } from './machine.js';
import { type CountedSources, makeCounted } from './make.js';

/** Why there is no wall clock. */
const NO_TIME =
  'this host counts the instructions of monitor, host kernel and guest together: nothing on it has a time';

/**
 * A KVM host that is counted as a whole: for each boot a machine of its own is emulated, with everything in memory, and a guest runs on it
 * under KVM and its real monitor. It is made when something of it is asked for.
 */
export function countedHost(monitors: readonly Monitor[], sources: CountedSources): Host {
  const name = sources.inner === undefined ? COUNTED : `${COUNTED}-${sources.inner.name}`;
  const given = new GivenPaths(name);
  let made: Promise<CountedMachine> | undefined;
  const machine = async (progress: Progress = silent, signal?: AbortSignal): Promise<CountedMachine> => {
    made ??= makeCounted(monitors, sources, { progress, signal });
    made.catch(() => (made = undefined));
    return await made;
  };
  return {
    name,
    counts: 'kvm-host',
    prepare: async (progress, signal) => {
      await machine(progress, signal);
    },
    facts: async () => countedFacts(await machine()),
    identity: async () => countedIdentity(await machine()),
    cpus: cpuLayout,
    slots: () => Promise.resolve(availableParallelism()),
    monitor: async (wanted) => {
      const { outer, root, monitor } = await machine();
      if (wanted !== monitor) throw unknown(wanted, [monitor]);
      const { endings, devices, kernels } = sources.inner ?? outer;
      return {
        name: wanted,
        clocks: ['deterministic'],
        endings,
        devices,
        kernels,
        profiles: false,
        version: root.version,
      };
    },
    kvm: () => Promise.resolve({ kvm: false, kvmReason: `${NO_TIME}.` }),
    // What keeps a guest from this machine is around all of it.
    protection: async (_name, signal) => ({
      monitor: await (await machine()).outer.protection(signal),
      clients: clientProtection(await hostAbilities(signal)),
    }),
    requireGuestNetwork: () => Promise.reject(noLoad()),
    close: () => Promise.resolve(),
    alone: async ({ signal }, work) => await work(signal, []),
    put: (artifact) => {
      given.give(artifact, artifact.path);
      return Promise.resolve();
    },
    boot: async (request, signal, keep) => {
      const files = given.of(request);
      if (request.load !== undefined) throw noLoad();
      const counted = await machine(silent, signal);
      return await inBootFolder((dir) =>
        bootCounted({ machine: counted, request, files, dir, signal, keep }),
      );
    },
  };
}

function unknown(name: string, known: readonly string[]): Error {
  return usageError('MONITOR_UNKNOWN', `host ${COUNTED} has no monitor "${name}".`, suggest(name, known));
}

function noLoad(): Error {
  return usageError(
    'CLOCK_HOST_LOAD',
    `a client beside the guest would be counted on the host ${COUNTED} with it.`,
    'Choose the scenario whose client runs inside the guest, and another host.',
  );
}

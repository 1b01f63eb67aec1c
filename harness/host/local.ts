// SPDX-License-Identifier: Apache-2.0
import { availableParallelism } from 'node:os';
import { hostAbilities } from '../confine/abilities.js';
import { usageError } from '../core/errors.js';
import { suggest } from '../core/suggest.js';
import { clientProtection } from '../load/confined-client.js';
import { requireGuestNetwork } from '../load/guest-network.js';
import { openedKvm, probeKvm } from '../vmm/kvm-probe.js';
import type { Monitor } from '../vmm/types.js';
import { cpuLayout } from './cpus.js';
import { factsHere } from './facts-here.js';
import { GivenPaths } from './given-paths.js';
import { bootHere } from './local-boot.js';
import { inBootFolder } from './scratch.js';
import type { Host } from './types.js';

/** Name of the machine on which the harness itself runs. */
export const LOCAL = 'local';

/** Whether a monitor runs the guest that tries KVM: that ends by a byte for isa-debug-exit. */
function canProbe({ endings }: Monitor): boolean {
  return endings.includes('debug-exit');
}

/** The machine on which the harness runs. Artefacts stay where they are: it remembers their paths. */
export function localHost(monitors: readonly Monitor[]): Host {
  const given = new GivenPaths(LOCAL);
  const monitorOf = (name: string): Monitor => {
    const found = monitors.find((one) => one.name === name);
    if (found !== undefined) return found;
    const known = monitors.map((one) => one.name);
    throw usageError('MONITOR_UNKNOWN', `there is no monitor "${name}".`, suggest(name, known));
  };
  return {
    name: LOCAL,
    facts: async () => (await factsHere()).facts,
    identity: async () => `${LOCAL}-${(await factsHere()).fingerprint}`,
    cpus: cpuLayout,
    // Instructions are counted whatever else the machine does; a time is taken alone.
    slots: (clock) => Promise.resolve(clock === 'deterministic' ? availableParallelism() : 1),
    monitor: async (name) => {
      const found = monitorOf(name);
      const { clocks, endings, devices, kernels, profiles } = found;
      return { name, clocks, endings, devices, kernels, profiles, version: await found.version() };
    },
    kvm: async (name, { signal, again } = {}) => {
      const monitor = monitorOf(name);
      const version = await monitor.version();
      if (canProbe(monitor)) return await probeKvm(monitor, version, signal, { again });
      // KVM is the host's: whoever can ask does.
      const other = monitors.find(canProbe);
      const known = await other?.version().catch(() => undefined);
      return other === undefined || known === undefined
        ? await openedKvm(name)
        : await probeKvm(other, known, signal, { again });
    },
    protection: async (name, signal) => ({
      monitor: await monitorOf(name).protection(signal),
      clients: clientProtection(await hostAbilities(signal)),
    }),
    requireGuestNetwork,
    // Who starts two runs on one machine sees both: it is their own.
    close: () => Promise.resolve(),
    alone: async ({ signal }, work) => await work(signal, []),
    put: (artifact) => {
      given.give(artifact, artifact.path);
      return Promise.resolve();
    },
    boot: async (request, signal, keep, counted) =>
      await inBootFolder(async (dir) => {
        const files = given.of(request);
        const monitor = monitorOf(request.monitor);
        return await bootHere({ monitor, request, files, dir, signal, keep, counted });
      }),
  };
}

// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import type { Artifact } from '../../core/artifact.js';
import { usageError } from '../../core/errors.js';
import { suggest } from '../../core/suggest.js';
import { clientProtection } from '../../load/confined-client.js';
import { monitorProtection } from '../../vmm/monitor-protection.js';
import type { RemoteShell } from '../../remote/types.js';
import { QEMU } from '../../vmm/names.js';
import type { Monitor } from '../../vmm/types.js';
import { GivenPaths } from '../given-paths.js';
import { bootThere } from '../keeper/boot-there.js';
import type { Host } from '../types.js';
import { type AloneOptions, aloneOn } from './alone.js';
import { cpusThere } from './cpus.js';
import { putFolder } from './folder.js';
import { isolationOf } from './isolation.js';
import { lifeOf } from './life.js';
import { type MachineOptions, type RemoteMachine, openMachine } from './machine.js';
import { requireNetworkThere } from './network.js';
import { probeThere } from './probe.js';
import { type FactsThere, factsThere } from './facts.js';
import { versionThere } from './version.js';
import { type HeldLease, leaseOf } from '../../remote/lease/calls.js';

/** A host that is reached by a shell. */
export interface RemoteHostOptions extends MachineOptions {
  name: string;
  /** CPUs that boots may use, as taskset writes them; all that the user may use when missing. */
  cpus?: string | undefined;
  /** True when its processor is emulated. */
  emulated?: boolean | undefined;
  alone?: AloneOptions | undefined;
}

/** What can be asked of a host that is reached by a shell, beside what every host can. */
export interface RemoteHost extends Host {
  /** Everything that it says of itself. */
  asked(): Promise<FactsThere>;
  /** Who measures on it; nothing when nobody does. */
  lease(signal?: AbortSignal): Promise<HeldLease | undefined>;
  /** Removes images there that no boot uses, and what is left of boots; gives the digests of the images. @throws as `alone`. */
  prune(signal: AbortSignal): Promise<string[]>;
  /** Takes it from whoever has it, ends what is left running there, puts its settings back, and gives it free. */
  release(signal: AbortSignal): Promise<void>;
}

/** A host over a shell: nothing is asked of it before something is wanted. */
export function remoteHost(
  shell: RemoteShell,
  options: RemoteHostOptions,
  monitors: readonly Monitor[],
): RemoteHost {
  const { name, cpus, emulated = false, alone = {} } = options;
  const { tuning } = alone;
  const isolation = isolationOf(alone);
  let life: string | undefined;
  const given = new GivenPaths(name);
  const once = remembering();
  const machine = (): Promise<RemoteMachine> => once('machine', () => openMachine(shell, options));
  const version = (): Promise<string> => once('version', async () => await versionThere(await machine()));
  const asked = (): Promise<FactsThere> =>
    once('facts', async () => await factsThere(shell, (await machine()).state, emulated));
  const identity = (): Promise<string> =>
    once('identity', async () => `${name}-${(await asked()).fingerprint}`);
  const layout = (): ReturnType<Host['cpus']> =>
    once('cpus', () => cpusThere(shell, { most: cpus, isolated: tuning?.isolateCpus }));
  const monitorOf = (wanted: string): Monitor => {
    // What a monitor can do is known here; that a host has it is asked there.
    const found = monitors.find((one) => one.name === wanted);
    if (found !== undefined && wanted !== QEMU) throw notThere(wanted, name);
    if (found !== undefined) return found;
    const known = monitors.map((one) => one.name);
    throw usageError('MONITOR_UNKNOWN', `there is no monitor "${wanted}".`, suggest(wanted, known));
  };
  return {
    name,
    facts: async () => (await asked()).facts,
    identity,
    cpus: layout,
    slots: async (clock) => (clock === 'deterministic' ? (await layout()).allowed.length : 1),
    monitor: async (wanted) => {
      const { clocks, endings, devices, kernels } = monitorOf(wanted);
      // The plugin that counts is made for the QEMU of this machine.
      return { name: wanted, clocks, endings, devices, kernels, profiles: false, version: await version() };
    },
    kvm: async (wanted, options = {}) => {
      monitorOf(wanted);
      const { facts } = await asked();
      const probe = { ...options, emulated: facts.emulated === true };
      return await probeThere(await machine(), await identity(), await version(), probe);
    },
    protection: async () => {
      const { abilities, sandbox } = (await machine()).monitor;
      return {
        monitor: monitorProtection(abilities, sandbox.refused),
        clients: clientProtection(abilities),
      };
    },
    requireGuestNetwork: async (signal) => {
      await requireNetworkThere(await machine(), signal);
    },
    asked,
    lease: async (signal) => await leaseOf(shell, `${(await machine()).state}/lease`, signal),
    release: async (signal) => {
      const wishes = { signal, note: () => undefined };
      await aloneOn(await machine(), { ...alone, tuning: {}, force: true }, wishes, () => Promise.resolve());
    },
    prune: async (signal) => {
      const there = await machine();
      // Who has the host alone has removed what was left of boots.
      const wishes = { signal, note: () => undefined };
      return await aloneOn(there, { sudo: alone.sudo }, wishes, (own) => there.store.clear(own));
    },
    close: () => shell.close(),
    alone: async (wishes, work) => {
      // Before it is set to anything: what a later life of it is set to, nobody knows.
      const now = await lifeOf(shell);
      const there = await machine();
      return await aloneOn(there, alone, wishes, async (own, tuning) => {
        life = now;
        // Who had the host before may have removed what it was given.
        given.forget();
        there.store.forget();
        isolation.set(tuning);
        try {
          return await work(own, tuning);
        } finally {
          life = undefined;
        }
      });
    },
    put: async (artifact: Artifact, signal) => {
      if (given.has(artifact)) return;
      const there = await machine();
      const path =
        artifact.role === 'clients'
          ? await putFolder(there, artifact, signal)
          : await there.store.put(artifact, signal);
      given.give(artifact, path);
    },
    boot: async (request, signal, keep, counted) => {
      const { state, helpers, monitor } = await machine();
      const files = given.of(request);
      const dir = `${state}/boots/${randomUUID()}`;
      const group = isolation.groupOf(request.cpus);
      return await bootThere(shell, {
        ...{ request, files, dir, helpers, monitor, group, life },
        ...{ signal, keep, counted },
      });
    },
  };
}

/** Keeps answers that do not change; one that could not be had is asked for again. */
function remembering(): <T>(key: string, ask: () => Promise<T>) => Promise<T> {
  const known = new Map<string, Promise<unknown>>();
  return async <T>(key: string, ask: () => Promise<T>): Promise<T> => {
    const answer = (known.get(key) as Promise<T> | undefined) ?? ask();
    known.set(key, answer);
    answer.catch(() => known.delete(key));
    return await answer;
  };
}

/** A host that is reached by SSH starts one monitor only. */
function notThere(monitor: string, host: string): Error {
  return usageError(
    'MONITOR_LOCAL',
    `the host ${host} is reached by SSH, and guests are run there by ${QEMU} only, not by ${monitor}.`,
    `Run lupine-bench on ${host} itself, or leave --monitor out.`,
  );
}

// SPDX-License-Identifier: Apache-2.0
import { setMaxListeners } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { Job } from '../app/job.js';
import { patientJob } from '../app/patient-job.js';
import type { LoadedApp } from '../app/load.js';
import { expectedReport } from '../boot/expected.js';
import type { EntryStore } from '../core/cache.js';
import type { Progress } from '../core/progress.js';
import type { Clock } from '../metric/types.js';
import type { PinnedPackages } from '../plan/pinned.js';
import type { ScenarioFile } from '../scenario/types.js';
import type { SystemCatalogue } from '../system/catalogue.js';
import { isGuest } from '../system/types.js';
import { workloadOf } from '../workload/registry.js';
import { type BootImage, type SystemImage, fullCmdline, linuxImage } from './boot-image.js';
import { type HostClients, hostClients } from './host-clients.js';
import { guestImage } from './guest/image.js';
import { SystemImages } from './system-images.js';
import type { KernelSource } from './kernel/source.js';
import { sourcesOf } from './kernel/sources.js';
import { requestsOf, rootNeeds, rootOf } from './root-of.js';
import { buildRootfs } from './rootfs/build.js';
import { runTags } from './rootfs/oci/tags.js';
import type { Rootfs } from './rootfs/types.js';
import { type TrustReason, jobTrust, kernelTrust } from './trust.js';
import type { KernelSources } from '../plan/source.js';

/** The images of a run, by name. Whoever waits for one when `stop` is called gets an AbortError. */
export interface Images {
  /**
   * The kernel source of those of these systems that have the default version and no source of their own; nothing when there are no
   * such systems.
   */
  source(systems: readonly string[]): Promise<KernelSource | undefined>;
  /**
   * Names of these systems in the order in which `begin` would have them ready; nothing is built.
   * @throws BenchError `PATCH_MISFIT` (exit 2).
   */
  order(systems: readonly string[]): Promise<string[]>;
  /**
   * Starts to build these systems in the background; gives their names in the order in which they will be ready.
   * @throws BenchError `PATCH_MISFIT` (exit 2), before any of them is begun.
   */
  begin(systems: readonly string[]): Promise<string[]>;
  /** The part of a system's images that all apps share; built at once when `begin` did not name it. */
  system(name: string): Promise<SystemImage>;
  /** The image of an app on a system, for a scenario. */
  image(system: string, app: string, scenario: ScenarioFile): Promise<BootImage>;
  /** What loads an app from the host; nothing for a scenario whose clients are in the guest. */
  clients(app: string, scenario: ScenarioFile): Promise<HostClients | undefined>;
  /** Ends all builds. */
  stop(): void;
}

/** What the images of a run are made from. */
export interface ImagesOptions {
  catalogue: SystemCatalogue;
  /** Declaration of an app by its name. */
  loadApp: (name: string) => Promise<LoadedApp>;
  clock: Clock;
  /** Kernel sources as the user named them. */
  kernelSource?: KernelSources | undefined;
  /** True asks registries again what the tags of container images name. */
  refresh?: boolean | undefined;
  /** What packages and container images must be; whatever is there now when missing. */
  pinned?: PinnedPackages | undefined;
  /** By which factor guests have longer for each step; for hosts whose processor is emulated. */
  patience?: number | undefined;
  /** Asked for kernels and root images before they are built. */
  store?: EntryStore | undefined;
  progress: Progress;
  signal: AbortSignal;
}

/** Images that are built on this machine, or come from its cache. */
export function createImages(options: ImagesOptions): Images {
  const { catalogue, clock, kernelSource, refresh, pinned, patience, progress, loadApp, store } = options;
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  setMaxListeners(0, signal);
  const onProgress = (text: string): void => {
    progress.step(text);
  };
  const said = new Set<string>();
  const onNote = (text: string): void => {
    if (!said.has(text)) progress.note(text);
    said.add(text);
  };
  const how = { pinned, signal, onProgress, onNote };
  const source = sourcesOf(kernelSource, catalogue.versions(), { signal, onProgress });
  const systems = new SystemImages({ catalogue, source, store, progress, ...how });
  const tags = runTags(refresh);
  const roots = new Map<string, Promise<{ rootfs: Rootfs; job: Job }>>();
  const trusts = new Map<string, Promise<TrustReason[]>>();
  const clients = new Map<string, Promise<HostClients>>();

  const rootfs = async (appName: string, scenario: ScenarioFile): Promise<{ rootfs: Rootfs; job: Job }> => {
    const needs = rootNeeds(scenario);
    return await memo(roots, [appName, needs], async () => {
      const usual = rootOf(await loadApp(appName), needs, clock);
      const job = patience === undefined ? usual.job : patientJob(usual.job, patience);
      return { rootfs: await buildRootfs({ ...usual, job, tags, store, ...how }), job };
    });
  };

  return {
    order: (names) => systems.order(names),
    source: async (names) => {
      const needed = names.some((name) => {
        const system = catalogue.resolve(name);
        return system.kind === 'linux' && system.source === undefined && system.version === undefined;
      });
      return needed ? await source({}) : undefined;
    },
    begin: (names) => systems.begin(names),
    system: (name) => systems.get(name),
    image: async (name, app, scenario) => {
      const system = catalogue.resolve(name);
      const built = await systems.get(name);
      if (isGuest(system)) {
        const requests = workloadOf(scenario).clientsOn === 'guest' ? requestsOf(scenario) : [];
        const needs = { system, appName: app, loadApp, scenario, clock, requests };
        return await guestImage({ ...needs, signal, onProgress, onNote }, built);
      }
      const { rootfs: root, job } = await rootfs(app, scenario);
      const kernel = await memo(trusts, name, () => trustOf(built));
      return linuxImage({
        ...{ kind: system.kind, system: built, rootfs: root, machine: system.machine },
        cmdline: fullCmdline(system, catalogue, clock),
        expects: expectedReport(job),
        trust: [...kernel, ...jobTrust(job)],
      });
    },
    clients: async (appName, scenario) => {
      if (workloadOf(scenario).clientsOn !== 'host') return undefined;
      const requests = requestsOf(scenario);
      return await memo(clients, [appName, requests], async () => {
        const { declaration } = await loadApp(appName);
        return await hostClients(declaration, requests, how);
      });
    },
    stop: () => {
      stop.abort();
    },
  };
}

/** Why reports from a kernel rest on trust in the app, whatever the app is. */
async function trustOf({ artifacts }: SystemImage): Promise<TrustReason[]> {
  const config = artifacts.find(({ role }) => role === 'config');
  return kernelTrust(config === undefined ? undefined : await readFile(config.path, 'utf8'));
}

/** Makes a thing for each key once, also when it is asked for again before it is there. */
async function memo<T>(known: Map<string, Promise<T>>, key: unknown, make: () => Promise<T>): Promise<T> {
  const name = JSON.stringify(key);
  const made = known.get(name) ?? make();
  known.set(name, made);
  return await made;
}

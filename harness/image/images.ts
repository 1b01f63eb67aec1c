// SPDX-License-Identifier: Apache-2.0
import { setMaxListeners } from 'node:events';
import { loadApp } from '../app/load.js';
import { makeJob } from '../app/make-job.js';
import { GUEST_INTERFACE } from '../app/outside.js';
import type { Progress } from '../core/progress.js';
import type { Clock } from '../metric/types.js';
import type { ScenarioFile } from '../scenario/types.js';
import type { SystemCatalogue } from '../system/catalogue.js';
import { workloadOf } from '../workload/registry.js';
import type { ClientRequest } from '../workload/types.js';
import { type HostClients, hostClients } from './host-clients.js';
import { type KernelImage, buildKernel, planKernel } from './kernel/build.js';
import { KernelObjects } from './kernel/objects.js';
import { requirePatchesFit } from './kernel/patch-fit.js';
import { type KernelTarball, findSource } from './kernel/source.js';
import { buildRootfs } from './rootfs/build.js';
import type { Rootfs } from './rootfs/types.js';

/** What the images of a run are made from. */
export interface ImagesOptions {
  catalogue: SystemCatalogue;
  clock: Clock;
  /** Kernel source as the user named it. */
  kernelSource?: string | undefined;
  progress: Progress;
  signal: AbortSignal;
}

/**
 * The images of a run. Kernels are built one after the other in the background, the quickest first and those that
 * share objects together, so that boots of the first one can begin while the slowest is still being built.
 */
export class Images {
  readonly #options: ImagesOptions;
  readonly #stop = new AbortController();
  readonly #kernels = new Map<string, Promise<KernelImage>>();
  readonly #roots = new Map<string, Promise<Rootfs>>();
  readonly #hostClients = new Map<string, Promise<HostClients>>();
  #tarball: Promise<KernelTarball> | undefined;

  constructor(options: ImagesOptions) {
    const signal = AbortSignal.any([options.signal, this.#stop.signal]);
    setMaxListeners(0, signal);
    this.#options = { ...options, signal };
  }

  /** Ends all builds; whoever still waits for an image gets an AbortError. */
  stop(): void {
    this.#stop.abort();
  }

  /** The kernel source of this run. */
  tarball(): Promise<KernelTarball> {
    this.#tarball ??= findSource(this.#options.kernelSource, this.#options.signal);
    return this.#tarball;
  }

  /**
   * Starts to build the kernels of these systems; gives their names in the order in which they will be ready.
   * @throws BenchError `PATCH_MISFIT` (exit 2), before any of them is begun.
   */
  async begin(systems: readonly string[]): Promise<string[]> {
    const tarball = await this.tarball();
    const { catalogue, progress, signal } = this.#options;
    const wanted = [...new Set(systems)].map((name) => catalogue.resolve(name));
    await requirePatchesFit(wanted, tarball, signal);
    const planned = await Promise.all(
      wanted.map(async (system) => ({ system, ...(await planKernel(system, tarball.sha256)) })),
    );
    planned.sort((a, b) => a.seconds - b.seconds);
    const families = [...new Set(planned.map(({ family }) => family))];
    planned.sort((a, b) => families.indexOf(a.family) - families.indexOf(b.family));
    const objects = new KernelObjects();
    let previous: Promise<unknown> = Promise.resolve();
    for (const [at, { system, family }] of planned.entries()) {
      const keepObjects = planned.slice(at + 1).some((later) => later.family === family && !later.present);
      const kernel = previous.then(() =>
        buildKernel({ system, tarball, objects, keepObjects, progress, signal }),
      );
      // Whoever needs this kernel sees its failure; the next build goes on all the same.
      previous = kernel.catch(() => undefined);
      this.#kernels.set(system.name, kernel);
    }
    void previous.then(() => objects.clear());
    return planned.map(({ system }) => system.name);
  }

  /** Kernel of a system; built at once when `begin` did not name it. */
  async kernel(name: string): Promise<KernelImage> {
    const known = this.#kernels.get(name);
    if (known !== undefined) return await known;
    const { catalogue, progress, signal } = this.#options;
    const kernel = this.tarball().then((tarball) =>
      buildKernel({ system: catalogue.resolve(name), tarball, progress, signal }),
    );
    this.#kernels.set(name, kernel);
    return await kernel;
  }

  /** Root image of an app for a scenario. The same for every system. */
  async rootfs(appName: string, scenario: ScenarioFile): Promise<Rootfs> {
    const { clock, progress, signal } = this.#options;
    const { purpose, clientsOn } = workloadOf(scenario);
    const clients = clientsOn === 'host' ? [] : requestsOf(scenario);
    const outside = clientsOn === 'host' ? { ethernet: GUEST_INTERFACE } : {};
    const key = JSON.stringify([appName, purpose, clients, outside]);
    const known = this.#roots.get(key);
    if (known !== undefined) return await known;
    const rootfs = loadApp(appName).then(({ declaration, dir }) =>
      buildRootfs({
        app: declaration,
        appDir: dir,
        job: makeJob(declaration, { clock, purpose, clients, ...outside }),
        signal,
        onProgress: (text: string) => {
          progress.step(text);
        },
      }),
    );
    this.#roots.set(key, rootfs);
    return await rootfs;
  }

  /** What loads an app from this host; nothing for a scenario whose clients are in the guest. */
  async hostClients(appName: string, scenario: ScenarioFile): Promise<HostClients | undefined> {
    if (workloadOf(scenario).clientsOn !== 'host') return undefined;
    const { progress, signal } = this.#options;
    const requests = requestsOf(scenario);
    const key = JSON.stringify([appName, requests]);
    const onProgress = (text: string): void => {
      progress.step(text);
    };
    const clients =
      this.#hostClients.get(key) ??
      loadApp(appName).then(({ declaration }) => hostClients(declaration, requests, { signal, onProgress }));
    this.#hostClients.set(key, clients);
    return await clients;
  }
}

function requestsOf(scenario: ScenarioFile): ClientRequest[] {
  const metrics = scenario.metrics.map(({ name }) => name);
  return workloadOf(scenario).clients(scenario.parameters, metrics);
}

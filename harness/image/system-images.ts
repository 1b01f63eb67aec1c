// SPDX-License-Identifier: Apache-2.0
import type { EntryStore } from '../core/cache.js';
import type { Progress } from '../core/progress.js';
import type { SystemCatalogue } from '../system/catalogue.js';
import { requireOwnFiles } from '../system/own-files.js';
import { type LinuxSystem, type System, isGuest } from '../system/types.js';
import { type SystemImage, systemImage } from './boot-image.js';
import { guestSystemImage } from './guest/image.js';
import { type PlannedBuild, buildKernel, planKernel } from './kernel/build.js';
import { KernelObjects } from './kernel/objects.js';
import { requirePatchesFit } from './kernel/patch-fit.js';
import type { FindSourceOf } from './kernel/sources.js';
import type { KernelSource } from './kernel/source.js';
import { type PackagedOptions, packagedImage } from './packaged/image.js';
import { prebuiltImage } from './prebuilt.js';

/** What systems are built with. */
export interface SystemImagesOptions extends Omit<PackagedOptions, 'signal'> {
  catalogue: SystemCatalogue;
  /** The kernel source of a system. */
  source: FindSourceOf;
  /** Asked for kernels before they are built. */
  store?: EntryStore | undefined;
  progress: Progress;
  signal: AbortSignal;
}

/** A system whose kernel is built, and when. */
interface PlannedSystem {
  system: LinuxSystem;
  kernelSource: KernelSource;
  family: string;
  from: PlannedBuild['from'];
  seconds: number;
}

/**
 * The systems of a run. Kernels are built one after the other in the background, the quickest first and those that
 * share objects together, so that boots of the first one can begin while the slowest is still being built.
 */
export class SystemImages {
  readonly #options: SystemImagesOptions;
  readonly #built = new Map<string, Promise<SystemImage>>();

  constructor(options: SystemImagesOptions) {
    this.#options = options;
  }

  /** Names of systems in the order in which `begin` would have them ready: first those that need no build. */
  async order(names: readonly string[]): Promise<string[]> {
    const { there, built } = await this.#sorted(names);
    return [...there, ...built.map(({ system }) => system.name)];
  }

  /** Starts to build systems; gives their names in the order in which they will be ready. */
  async begin(names: readonly string[]): Promise<string[]> {
    const { there, built } = await this.#sorted(names);
    if (built.length > 0) this.#beginKernels(built);
    return [...there, ...built.map(({ system }) => system.name)];
  }

  /** A system; built at once when it was not begun. */
  async get(name: string): Promise<SystemImage> {
    const known = this.#built.get(name) ?? this.#make(this.#options.catalogue.resolve(name));
    this.#built.set(name, known);
    return await known;
  }

  async #make(system: System): Promise<SystemImage> {
    await requireOwnFiles([system]);
    const { source, store, progress, signal } = this.#options;
    if (isGuest(system)) return guestSystemImage(system);
    if (system.kind === 'linux-prebuilt') return await prebuiltImage(system, signal);
    if (system.kind === 'linux-package') return await packagedImage(system, this.#options);
    const kernelSource = await source(system);
    return systemImage(await buildKernel({ system, kernelSource, store, progress, signal }), kernelSource);
  }

  async #sorted(names: readonly string[]): Promise<{ there: string[]; built: PlannedSystem[] }> {
    const { catalogue, source, store, signal } = this.#options;
    const systems = [...new Set(names)].map((name) => catalogue.resolve(name));
    const there = systems.filter(({ kind }) => kind !== 'linux').map(({ name }) => name);
    const linux = systems.filter(isBuilt);
    await requireOwnFiles(systems);
    await requirePatchesFit(linux, source, signal);
    const built = await Promise.all(
      linux.map(async (system) => {
        const kernelSource = await source(system);
        return { system, kernelSource, ...(await planKernel(system, kernelSource.sha256, store)) };
      }),
    );
    built.sort((a, b) => a.seconds - b.seconds);
    const families = [...new Set(built.map(({ family }) => family))];
    built.sort((a, b) => families.indexOf(a.family) - families.indexOf(b.family));
    return { there, built };
  }

  #beginKernels(planned: readonly PlannedSystem[]): void {
    const { store, progress, signal } = this.#options;
    const objects = new KernelObjects();
    let previous: Promise<unknown> = Promise.resolve();
    for (const [at, { system, kernelSource, family }] of planned.entries()) {
      const keepObjects = planned
        .slice(at + 1)
        .some((later) => later.family === family && later.from === 'build');
      const kernel = previous
        .then(() => buildKernel({ system, kernelSource, store, objects, keepObjects, progress, signal }))
        .then((built) => systemImage(built, kernelSource));
      // Whoever needs this kernel sees its failure; the next build goes on all the same.
      previous = kernel.catch(() => undefined);
      this.#built.set(system.name, kernel);
    }
    void previous.then(() => objects.clear());
  }
}

function isBuilt(system: System): system is LinuxSystem {
  return system.kind === 'linux';
}

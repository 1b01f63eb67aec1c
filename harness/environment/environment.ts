// SPDX-License-Identifier: Apache-2.0
import { dirname, join, resolve } from 'node:path';
import { type Apps, appsIn } from '../app/load.js';
import type { EntryStore } from '../core/cache.js';
import { usageError } from '../core/errors.js';
import { packagePath } from '../core/paths.js';
import type { Progress } from '../core/progress.js';
import type { PinnedPackages } from '../plan/pinned.js';
import { suggest } from '../core/suggest.js';
import { countedHost } from '../host/counted/host.js';
import type { CountedSources } from '../host/counted/make.js';
import { localHost } from '../host/local.js';
import type { RemoteHost } from '../host/remote/host.js';
import type { Host } from '../host/types.js';
import type { InventoryHost } from '../inventory/load.js';
import { type Images, createImages } from '../image/images.js';
import type { Clock } from '../metric/types.js';
import type { Broken } from '../scenario/broken.js';
import { type Scenarios, scenariosIn } from '../scenario/load.js';
import type { SystemCatalogue } from '../system/catalogue.js';
import { loadSystems, loadSystemsFile } from '../system/load.js';
import { requireOverlays } from '../system/overlays.js';
import { entryStore } from '../store/store.js';
import { BROUGHT_MONITORS } from '../vmm/brought/all.js';
import { createBrought } from '../vmm/brought/monitor.js';
import { createFirecracker } from '../vmm/firecracker/firecracker.js';
import { createQemu } from '../vmm/qemu.js';
import type { Monitor } from '../vmm/types.js';
import { countedKernel } from './counted-kernel.js';
import { hostOf, inventoryHosts } from './hosts.js';
import { withProjectSystems } from './project-systems.js';
import { type Moved, type Project, findProjectFile, loadProject } from './project.js';
import type { KernelSources } from '../plan/source.js';

/** What a run's images are made for. */
export interface ImagesRequest {
  clock: Clock;
  /** Kernel sources as the user named them. */
  kernelSource?: KernelSources | undefined;
  /** True asks registries again what the tags of container images name. */
  refresh?: boolean | undefined;
  /** What packages and container images must be; whatever is there now when missing. */
  pinned?: PinnedPackages | undefined;
  /** Other systems than the environment's own, for a run that has some of its own. */
  catalogue?: SystemCatalogue | undefined;
  /** By which factor guests have longer for each step; for hosts whose processor is emulated. */
  patience?: number | undefined;
  progress: Progress;
  signal: AbortSignal;
}

/** A host of an inventory. */
export interface InventoryEntry {
  entry: InventoryHost;
  host: RemoteHost;
}

/** Everything that a command works with, made once: what comes with the program, and what the user's project adds. */
export interface Environment {
  /** The user's project, when there is one. */
  project?: Project | undefined;
  /** Folder that gets the runs, unless the user names another one. */
  results: string;
  scenarios: Scenarios;
  apps: Apps;
  catalogue: SystemCatalogue;
  /** The first one is the default. */
  monitors: readonly Monitor[];
  hosts: readonly Host[];
  /** Those of them that are reached by SSH, each with its entry. */
  inventory: readonly InventoryEntry[];
  /** @throws BenchError `HOST_UNKNOWN` (exit 2). */
  host(name: string): Host;
  /** Apps, and scenarios of the project, that cannot be used: each stops only what needs it. */
  broken(): Promise<Broken[]>;
  /** Images for one run. */
  images(request: ImagesRequest): Images;
}

/** The store of a project, as the cache asks it. */
export function storeOf(project: Project | undefined, progress: Progress): EntryStore | undefined {
  const place = project?.store;
  return place === undefined ? undefined : entryStore(place, { progress });
}

/** Parts that a test replaces. */
export interface EnvironmentParts extends Partial<Pick<Environment, 'results' | 'monitors' | 'hosts'>> {
  /** Folder in which the user is; the process's when missing. */
  folder?: string | undefined;
  /** Where the files of the project were taken from, when they are not where the user has them. */
  moved?: Moved | undefined;
}

/**
 * The environment of this process: what comes with the program, the project of the folder, and this machine.
 * @throws BenchError (exit 2) as {@link loadProject} and {@link withProjectSystems}.
 */
export async function createEnvironment(parts: EnvironmentParts = {}): Promise<Environment> {
  const folder = resolve(parts.folder ?? '.');
  const file = findProjectFile(folder);
  const project = file === undefined ? undefined : await loadProject(file, parts.moved);
  const builtinScenarios = packagePath('scenarios');
  const systems = await loadSystemsFile();
  const checkOverlays = (dir: string): Promise<void> => requireOverlays(dir, systems.versions);
  const apps = appsIn([
    { dir: join(builtinScenarios, 'apps'), within: builtinScenarios, own: false },
    ...(project === undefined
      ? []
      : [{ dir: project.apps, within: dirname(project.file), own: true, check: checkOverlays }]),
  ]);
  const monitors = parts.monitors ?? [createQemu(), createFirecracker()];
  const inventory = parts.hosts === undefined ? await inventoryHosts(folder, project) : [];
  const remote = inventory.map((entry) => ({ entry, host: hostOf(entry, inventory, monitors) }));
  const builtin = await loadSystems(apps, systems);
  const catalogue =
    project === undefined ? builtin : withProjectSystems(builtin, project, await apps.names());
  const images = (request: ImagesRequest): Images =>
    createImages({
      ...request,
      store: storeOf(project, request.progress),
      catalogue: request.catalogue ?? catalogue,
      loadApp: (name) => apps.load(name),
    });
  const kernel: CountedSources['kernel'] = (how) => countedKernel({ catalogue: builtin, images }, how);
  // One for each program that is not the monitor that counts.
  const carried = monitors.filter((one) => one.carried?.own !== undefined);
  const counted = [undefined, ...carried].map((inner) => countedHost(monitors, { kernel, inner }));
  const hosts = parts.hosts ?? [
    // What systems bring is chosen by them, and by nobody else.
    localHost([...monitors, ...BROUGHT_MONITORS.map(createBrought)]),
    ...remote.map(({ host }) => host),
    ...counted,
  ];
  const scenarios = scenariosIn([...new Set([builtinScenarios, project?.scenarios ?? builtinScenarios])]);
  return {
    project,
    results: parts.results ?? project?.results ?? resolve(folder, 'results'),
    ...{ scenarios, apps, catalogue, monitors, hosts, inventory: remote },
    broken: async () => {
      const ofProject = project === undefined ? [] : (await scenarios.all(project.scenarios)).broken;
      return [...(await apps.all()).broken, ...ofProject];
    },
    host: (name) => {
      const found = hosts.find((one) => one.name === name);
      if (found !== undefined) return found;
      const known = hosts.map((one) => one.name);
      throw usageError('HOST_UNKNOWN', `there is no host "${name}".`, suggest(name, known));
    },
    images,
  };
}

// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import { type Apps, appsIn } from '../app/load.js';
import { projectRoot } from '../core/paths.js';
import type { Progress } from '../core/progress.js';
import { usageError } from '../core/errors.js';
import { suggest } from '../core/suggest.js';
import { localHost } from '../host/local.js';
import type { Host } from '../host/types.js';
import { type Images, createImages } from '../image/images.js';
import type { Clock } from '../metric/types.js';
import { type Scenarios, scenariosIn } from '../scenario/load.js';
import { type SystemCatalogue, loadSystems } from '../system/catalogue.js';
import { createQemu } from '../vmm/qemu.js';
import type { Monitor } from '../vmm/types.js';

/** What a run's images are made for. */
export interface ImagesRequest {
  clock: Clock;
  /** Kernel source as the user named it. */
  kernelSource?: string | undefined;
  /** Other systems than the environment's own, for a run that has some of its own. */
  catalogue?: SystemCatalogue | undefined;
  progress: Progress;
  signal: AbortSignal;
}

/** Everything that a command works with, made once. */
export interface Environment {
  /** Folder that gets the runs, unless the user names another one. */
  results: string;
  scenarios: Scenarios;
  apps: Apps;
  catalogue: SystemCatalogue;
  /** The first one is the default. */
  monitors: readonly Monitor[];
  hosts: readonly Host[];
  /** @throws BenchError `HOST_UNKNOWN` (exit 2). */
  host(name: string): Host;
  /** Images for one run. */
  images(request: ImagesRequest): Images;
}

/** Parts that a test replaces. */
export type EnvironmentParts = Partial<Pick<Environment, 'results' | 'monitors' | 'hosts'>>;

/** The environment of this process: what comes with the program, and this machine. */
export async function createEnvironment(parts: EnvironmentParts = {}): Promise<Environment> {
  const apps = appsIn([join(projectRoot, 'scenarios', 'apps')]);
  const monitors = parts.monitors ?? [createQemu()];
  const hosts = parts.hosts ?? [localHost(monitors)];
  const catalogue = await loadSystems(apps);
  return {
    results: parts.results ?? join(projectRoot, 'results'),
    scenarios: scenariosIn([join(projectRoot, 'scenarios')]),
    ...{ apps, catalogue, monitors, hosts },
    host: (name) => {
      const found = hosts.find((one) => one.name === name);
      if (found !== undefined) return found;
      const known = hosts.map((one) => one.name);
      throw usageError('HOST_UNKNOWN', `there is no host "${name}".`, suggest(name, known));
    },
    images: (request) =>
      createImages({
        ...request,
        catalogue: request.catalogue ?? catalogue,
        loadApp: (name) => apps.load(name),
      }),
  };
}

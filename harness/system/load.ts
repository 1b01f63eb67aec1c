// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import { kernelOf } from '../app/kernel-of.js';
import type { Apps } from '../app/load.js';
import { packagePath } from '../core/paths.js';
import { loadYaml } from '../scenario/yaml.js';
import { SystemCatalogue } from './catalogue.js';
import { loadBaselines } from './guest/load.js';
import { listOverlays } from './overlays.js';
import { listPatches } from './patches.js';
import type { SystemCatalogueFile } from './types.js';

/** Reads `kernel/systems.yaml`. */
export async function loadSystemsFile(): Promise<SystemCatalogueFile> {
  return await loadYaml<SystemCatalogueFile>(packagePath('kernel', 'systems.yaml'), 'systems');
}

/**
 * The systems of `kernel/systems.yaml`; the apps give the kernels for the pattern `lupine-<app>`. An app of a project has what its
 * kernel needs in `kernel.config` beside its app.yaml, and what another version has to change in it in `<version>/kernel.config`.
 */
export async function loadSystems(apps: Apps, given?: SystemCatalogueFile): Promise<SystemCatalogue> {
  const kernelDir = packagePath('kernel');
  const file = given ?? (await loadSystemsFile());
  const { loaded, broken } = await apps.all();
  const kernels = new Map(loaded.map(({ declaration }) => [declaration.name, kernelOf(declaration)]));
  const own = loaded.filter((app) => app.own);
  return new SystemCatalogue({
    file,
    kernels,
    kernelDir,
    appFragments: new Map(own.map(({ declaration, dir }) => [declaration.name, join(dir, 'kernel.config')])),
    brokenApps: new Map(broken.map(({ name, error }) => [name, error])),
    patches: await listPatches(file.modifiers, kernelDir),
    overlays: await listOverlays([kernelDir, ...own.map(({ dir }) => dir)], file.versions),
    baselines: await loadBaselines(packagePath('baselines'), await apps.names()),
  });
}

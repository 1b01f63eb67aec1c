// SPDX-License-Identifier: Apache-2.0
import { appsIn } from '../../harness/app/load.js';
import { packagePath } from '../../harness/core/paths.js';
import { loadYaml } from '../../harness/scenario/yaml.js';
import { scenariosIn } from '../../harness/scenario/load.js';
import type { SystemCatalogue } from '../../harness/system/catalogue.js';
import type { SystemCatalogueFile } from '../../harness/system/types.js';
import { loadSystems } from '../../harness/system/load.js';

/** The apps that come with the program. */
export const builtinApps = appsIn([
  { dir: packagePath('scenarios', 'apps'), within: packagePath('scenarios'), own: false },
]);

/** The scenarios that come with it. */
export const builtinScenarios = scenariosIn([packagePath('scenarios')]);

/** The systems that come with it. */
export async function builtinSystems(): Promise<SystemCatalogue> {
  return await loadSystems(builtinApps);
}

/** The kernels from which they are built. */
export const { versions: VERSIONS } = await loadYaml<SystemCatalogueFile>(
  packagePath('kernel', 'systems.yaml'),
  'systems',
);

/** Where a plan's boots are made when a test does not care. */
export const ANYWHERE = { host: 'any', hosts: ['local'], monitor: 'qemu' };

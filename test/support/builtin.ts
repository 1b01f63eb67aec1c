// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import { appsIn } from '../../harness/app/load.js';
import { projectRoot } from '../../harness/core/paths.js';
import { scenariosIn } from '../../harness/scenario/load.js';
import { type SystemCatalogue, loadSystems } from '../../harness/system/catalogue.js';

/** The apps that come with the program. */
export const builtinApps = appsIn([join(projectRoot, 'scenarios', 'apps')]);

/** The scenarios that come with it. */
export const builtinScenarios = scenariosIn([join(projectRoot, 'scenarios')]);

/** The systems that come with it. */
export async function builtinSystems(): Promise<SystemCatalogue> {
  return await loadSystems(builtinApps);
}

/** Where a plan's boots are made when a test does not care. */
export const ANYWHERE = { host: 'any', hosts: ['local'], monitor: 'qemu' };

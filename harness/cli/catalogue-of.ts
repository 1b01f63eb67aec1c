// SPDX-License-Identifier: Apache-2.0
import { withMade } from '../plan/made.js';
import type { Plan } from '../plan/types.js';
import type { RunFolder } from '../run/folder.js';
import { appNames } from '../scenario/load.js';
import { type SystemCatalogue, loadSystems } from '../system/catalogue.js';

/** The systems of the project and those of one run, with the fragments in its folder. */
export async function catalogueOf(folder: RunFolder, { made = [] }: Plan): Promise<SystemCatalogue> {
  return withMade(await loadSystems(await appNames()), made, (fragment) => folder.path(fragment));
}

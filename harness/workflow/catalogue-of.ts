// SPDX-License-Identifier: Apache-2.0
import type { Environment } from '../environment/environment.js';
import { withDerived } from '../plan/derived.js';
import type { Plan } from '../plan/types.js';
import type { RunFolder } from '../run/folder.js';
import type { SystemCatalogue } from '../system/catalogue.js';

/** The systems of the environment and those of one run, with the fragments in its folder. */
export function catalogueOf(
  folder: RunFolder,
  { derived = [] }: Plan,
  { catalogue }: Pick<Environment, 'catalogue'>,
): SystemCatalogue {
  return withDerived(catalogue, derived, (fragment) => folder.path(fragment));
}

// SPDX-License-Identifier: Apache-2.0
import { BenchError, usageError } from '../core/errors.js';
import type { Environment } from '../environment/environment.js';
import { withDerived } from '../plan/derived.js';
import type { Plan } from '../plan/types.js';
import type { RunFolder } from '../run/folder.js';
import type { SystemCatalogue } from '../system/catalogue.js';

/**
 * The systems of the environment and those of one run, with the fragments in its folder.
 * @throws BenchError `SYSTEM_UNKNOWN` (exit 2) for a run of another project.
 */
export function catalogueOf(
  folder: RunFolder,
  { derived = [], steps, imported }: Plan,
  { catalogue }: Pick<Environment, 'catalogue'>,
): SystemCatalogue {
  const extended = withDerived(catalogue, derived, (fragment) => folder.path(fragment));
  // What a log is about is the user's word for it.
  if (imported !== undefined) return extended;
  for (const name of new Set(steps.map(({ system }) => system))) requireKnown(name, extended, folder);
  return extended;
}

function requireKnown(name: string, catalogue: SystemCatalogue, { id }: RunFolder): void {
  try {
    catalogue.resolve(name);
  } catch (error) {
    if (!(error instanceof BenchError) || error.code !== 'SYSTEM_UNKNOWN') throw error;
    throw usageError(
      error.code,
      `the run ${id} has the system "${name}", which is not known here.`,
      'Call lupine-bench in the folder of the project that the run was made in.',
    );
  }
}

// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BenchError, usageError } from '../core/errors.js';
import { displayPath } from '../core/paths.js';
import { type Environment, createEnvironment } from '../environment/environment.js';
import { PROJECT_FILE, loadProject } from '../environment/project.js';
import { withDerived } from '../plan/derived.js';
import type { Plan } from '../plan/types.js';
import type { RunFolder } from '../run/folder.js';
import type { SystemCatalogue } from '../system/catalogue.js';

type WithCatalogue = Pick<Environment, 'catalogue'>;

/**
 * The systems of the environment and those of one run, with the fragments in its folder.
 * @throws BenchError `SYSTEM_UNKNOWN` (exit 2) for a run of another project, naming that where it is known.
 */
export async function catalogueOf(
  folder: RunFolder,
  plan: Plan,
  environment: WithCatalogue,
): Promise<SystemCatalogue> {
  const { catalogue, unknown } = extendedFor(folder, plan, environment);
  if (unknown === undefined) return catalogue;
  const project = await projectOf(folder);
  const where =
    project === undefined ? 'the folder of the project that the run was made in' : displayPath(project);
  throw usageError(
    'SYSTEM_UNKNOWN',
    `the run ${folder.id} has the system "${unknown}", which is not known here.`,
    `Call lupine-bench in ${where}.`,
  );
}

/**
 * As {@link catalogueOf}, for who only looks at a run: a system that is not known here may be one of the project among whose
 * results the run is. Nothing that the project names is built or run.
 * @throws BenchError as {@link catalogueOf}.
 */
export async function catalogueToShow(
  folder: RunFolder,
  plan: Plan,
  environment: WithCatalogue,
): Promise<SystemCatalogue> {
  const { catalogue, unknown } = extendedFor(folder, plan, environment);
  if (unknown === undefined) return catalogue;
  const project = await projectOf(folder);
  return await catalogueOf(
    folder,
    plan,
    project === undefined ? environment : await createEnvironment({ folder: project }),
  );
}

/** A catalogue with a run's own systems, and the first name of the run that it does not know. */
function extendedFor(
  folder: RunFolder,
  { derived = [], steps, imported }: Plan,
  { catalogue: known }: WithCatalogue,
): { catalogue: SystemCatalogue; unknown?: string | undefined } {
  const catalogue = withDerived(known, derived, (fragment) => folder.path(fragment));
  // What a log is about is the user's word for it.
  if (imported !== undefined) return { catalogue };
  const names = new Set(steps.map(({ system }) => system));
  return { catalogue, unknown: [...names].find((name) => !isKnown(name, catalogue)) };
}

function isKnown(name: string, catalogue: SystemCatalogue): boolean {
  try {
    catalogue.resolve(name);
    return true;
  } catch (error) {
    if (error instanceof BenchError && error.code === 'SYSTEM_UNKNOWN') return false;
    throw error;
  }
}

/** Folder of the project that has the run among its results. */
async function projectOf({ dir }: RunFolder): Promise<string | undefined> {
  const results = dirname(dir);
  for (let above = results; above !== dirname(above); above = dirname(above)) {
    const file = join(above, PROJECT_FILE);
    if (!existsSync(file)) continue;
    // One with a mistake is no help here; called in its folder, it says so.
    const project = await loadProject(file).catch(() => undefined);
    return project?.results === results ? above : undefined;
  }
  return undefined;
}

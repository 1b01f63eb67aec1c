// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { readBelow } from '../core/confined.js';
import { usageError } from '../core/errors.js';
import type { Environment } from '../environment/environment.js';
import { isPlaced, namedSources } from '../plan/source.js';
import type { Plan } from '../plan/types.js';
import type { RunFolder } from '../run/folder.js';
import { isOwnPlan } from '../run/own-plans.js';
import { faultError } from '../run/run-file.js';

/** Longest fragment of Kconfig options, bytes. */
const LONGEST_FRAGMENT = 1024 * 1024;

/**
 * Refuses to build from what only the folder of a run names: to build a kernel is to run its source. What the user's own project
 * names is theirs, and so is everything in a plan that was made here.
 * @param trusted true when the user says that they know it.
 * @throws BenchError (exit 2) `PLAN_NAMES_FILES` listing it; whatever the user says, `SOURCE_RELATIVE` for a source that would
 *   be sought wherever the user happens to be, and `RUN_DAMAGED` for a fragment that is not the plan's.
 */
export async function requireTrustedPlan(
  folder: RunFolder,
  { catalogue }: Pick<Environment, 'catalogue'>,
  trusted: boolean,
): Promise<void> {
  const plan = await folder.plan();
  requirePlaced(folder, plan);
  for (const { fragment, sha256 } of plan.derived ?? []) await requireFragment(folder, fragment, sha256);
  const named = namedIn(plan, catalogue);
  if (named.length === 0 || trusted || (await isOwnPlan(await folder.planDigest()))) return;
  throw usageError(
    'PLAN_NAMES_FILES',
    `the run ${folder.id} was not made here, and kernels would be built from what it names:\n  ${named.join('\n  ')}`,
    'Building runs what is built. If you know all of it, call resume with --trust-plan.',
  );
}

function requirePlaced({ id }: RunFolder, { kernelSource }: Plan): void {
  const strange = namedSources(kernelSource).find(({ source }) => !isPlaced(source));
  if (strange === undefined) return;
  throw usageError(
    'SOURCE_RELATIVE',
    `the run ${id} names the kernel source ${strange.source}, and not the folder from which this is to be found.`,
    'Make a new run with --kernel-source; its plan has the whole path.',
  );
}

/** Whether a plan names anything that a kernel would be built from. */
export function namesInputs(plan: Plan, catalogue: Environment['catalogue']): boolean {
  return namedIn(plan, catalogue).length > 0;
}

function namedIn({ kernelSource, derived = [] }: Plan, catalogue: Environment['catalogue']): string[] {
  const sources = catalogue.names().flatMap((name) => {
    const system = catalogue.resolve(name);
    return system.kind === 'linux' && system.source !== undefined ? [system.source] : [];
  });
  const strange = namedSources(kernelSource).filter(({ source }) => !sources.includes(source));
  return [
    ...strange.map(
      ({ version, source }) => `kernel source${version === undefined ? '' : ` of ${version}`}: ${source}`,
    ),
    ...derived.map(({ name, fragment }) => `Kconfig options of ${name}: ${fragment}`),
  ];
}

async function requireFragment(folder: RunFolder, fragment: string, sha256: string): Promise<void> {
  const bytes = await readBelow(folder.dir, fragment, LONGEST_FRAGMENT);
  const found = bytes === undefined ? undefined : createHash('sha256').update(bytes).digest('hex');
  if (found === sha256) return;
  const why = found === undefined ? 'it is missing' : 'it is not the one that the plan was made with';
  throw faultError(folder.path(fragment), { code: 'RUN_DAMAGED', why });
}

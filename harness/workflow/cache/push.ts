// SPDX-License-Identifier: Apache-2.0
import { usageError } from '../../core/errors.js';
import type { Environment } from '../../environment/environment.js';
import { type Pushed, pushEntry } from '../../store/push.js';
import type { StorePlace } from '../../store/types.js';
import type { Session } from '../session.js';
import { type FindWishes, findEntries, storableEntries } from './find.js';
import type { KernelSources } from '../../plan/source.js';

/** An entry and what became of it. */
export interface PushedEntry {
  kind: string;
  digest: string;
  label: string;
  became: Pushed;
}

/**
 * The project's store.
 * @throws BenchError `STORE_MISSING` (exit 2) where there is none.
 */
export function requireStore({ project }: Pick<Environment, 'project'>): StorePlace {
  if (project?.store !== undefined) return project.store;
  throw usageError(
    'STORE_MISSING',
    'there is no store: no lupine-bench.yaml here has `store:`.',
    'Write `store: <folder, https://… or docker://…>` there (docs/store.md).',
  );
}

/**
 * Adds entries that were made here to the project's store; what it has already stays as it is.
 * @throws BenchError `STORE_MISSING`, `USAGE` (exit 2); what finding and pushing throw.
 */
export async function pushEntries(
  names: readonly string[],
  { all, kernelSource }: { all?: boolean | undefined; kernelSource?: KernelSources | undefined },
  environment: Environment,
  { progress, signal }: Session,
): Promise<PushedEntry[]> {
  const store = requireStore(environment);
  if (names.length === 0 && all !== true)
    throw usageError(
      'USAGE',
      'nothing is named.',
      'Name systems, apps or digests (`lupine-bench cache list`), or --all.',
    );
  const wishes: FindWishes = { kernelSource, signal };
  const found = all === true ? await storableEntries(signal) : await findEntries(names, environment, wishes);
  const pushed: PushedEntry[] = [];
  for (const entry of found) {
    // What others have made is not ours to vouch for.
    if (entry.fetched !== undefined) continue;
    const { kind, digest, label } = entry;
    pushed.push({
      kind,
      digest,
      label,
      became: await pushEntry(store, entry, entry.dir, { progress, signal }),
    });
  }
  progress.end();
  return pushed;
}

// SPDX-License-Identifier: Apache-2.0
import { STORED_KINDS } from '../../store/types.js';
import { type ListedEntry, listEntries } from '../../core/cache-list.js';
import { measureError, usageError } from '../../core/errors.js';
import { printable } from '../../core/printable.js';
import { suggest } from '../../core/suggest.js';
import type { Environment } from '../../environment/environment.js';
import { kernelInputs, kernelKey } from '../../image/kernel/build.js';
import { sourcesOf } from '../../image/kernel/sources.js';
import type { LinuxSystem } from '../../system/types.js';
import type { KernelSources } from '../../plan/source.js';

/** How an entry is named on the command line. */
export interface FindWishes {
  /** Kernel sources as the user named them. */
  kernelSource?: KernelSources | undefined;
  signal: AbortSignal;
}

/** Label of the root images of an app. */
export function rootLabel(app: string): string {
  return `root image ${app}`;
}

/** Labels of what is made in a moment from a kernel, and therefore in no store. */
const DERIVED = ['stripped kernel', 'size of a stripped kernel'];

/** Kernels and root images of the cache that a store can have. */
export async function storableEntries(signal: AbortSignal): Promise<ListedEntry[]> {
  const entries = await listEntries(STORED_KINDS, signal);
  return entries.filter(({ state, label }) => state === 'whole' && !DERIVED.includes(label));
}

/**
 * The entries that are meant by names: of a system, its kernel as this machine would build it now; of an app, its root images; a
 * digest, or its first eight digits or more.
 * @throws BenchError `CACHE_ENTRY` (exit 3) for a system whose kernel is not there; `USAGE` (exit 2) for a name of nothing.
 */
export async function findEntries(
  names: readonly string[],
  environment: Environment,
  wishes: FindWishes,
): Promise<ListedEntry[]> {
  const entries = await storableEntries(wishes.signal);
  const found = new Map<string, ListedEntry>();
  for (const name of names) {
    for (const entry of await meantBy(name, entries, environment, wishes)) found.set(entry.dir, entry);
  }
  return [...found.values()];
}

async function meantBy(
  name: string,
  entries: readonly ListedEntry[],
  environment: Environment,
  wishes: FindWishes,
): Promise<ListedEntry[]> {
  if (/^[0-9a-f]{8,64}$/.test(name)) {
    const meant = entries.filter(({ digest }) => digest.startsWith(name));
    if (meant.length > 0) return meant;
  }
  const system = builtSystem(name, environment);
  if (system !== undefined) {
    const { digest } = await currentKernel(system, environment, wishes);
    const meant = entries.filter((entry) => entry.kind === 'kernel' && entry.digest === digest);
    if (meant.length > 0) return meant;
    throw measureError(
      'CACHE_ENTRY',
      `the cache does not have the kernel of ${name} as this machine would build it.`,
      `Make it first: lupine-bench build ${name}`,
    );
  }
  const roots = entries.filter(({ label }) => label === rootLabel(name));
  if (roots.length > 0) return roots;
  const apps = entries.flatMap(({ label }) =>
    label.startsWith(rootLabel('')) ? [label.slice(rootLabel('').length)] : [],
  );
  throw usageError(
    'CACHE_ENTRY_UNKNOWN',
    `the cache has no kernel and no root image "${printable(name, 100)}".`,
    suggest(name, [...environment.catalogue.names(), ...new Set(apps)]),
  );
}

/** The system of a name that is built from sources; nothing for any other name. */
export function builtSystem(
  name: string,
  { catalogue }: Pick<Environment, 'catalogue'>,
): LinuxSystem | undefined {
  try {
    const system = catalogue.resolve(name);
    return system.kind === 'linux' ? system : undefined;
  } catch {
    return undefined;
  }
}

/** The name of a system's kernel, as this machine would build it now. */
export async function currentKernel(
  system: LinuxSystem,
  { catalogue }: Pick<Environment, 'catalogue'>,
  { kernelSource, signal }: FindWishes,
): Promise<ReturnType<typeof kernelKey>> {
  const { sha256 } = await sourcesOf(kernelSource, catalogue.versions(), { signal })(system);
  return kernelKey(system, await kernelInputs(system, sha256));
}

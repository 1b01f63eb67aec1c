// SPDX-License-Identifier: Apache-2.0
import type { LinuxSystem } from '../../system/types.js';
import { type KernelSource, findSource } from './source.js';

/** Finds the kernel source of a system: its own, or that of the run. Each is looked at once. */
export type FindSourceOf = (system: Pick<LinuxSystem, 'source'>) => Promise<KernelSource>;

/**
 * The kernel sources of a run.
 * @param wanted source of the systems without one of their own, as the user named it.
 * @param fetching `look` never downloads.
 */
export function sourcesOf(
  wanted: string | undefined,
  signal?: AbortSignal,
  fetching: 'fetch' | 'look' = 'fetch',
): FindSourceOf {
  const found = new Map<string | undefined, Promise<KernelSource>>();
  return async ({ source: own }) => {
    const source = own ?? wanted;
    // What a project names is its user's own, whatever it is.
    const unlisted = own === undefined ? undefined : 'allowed';
    const known = found.get(source) ?? findSource(source, { signal, fetching, unlisted });
    found.set(source, known);
    return await known;
  };
}

// SPDX-License-Identifier: Apache-2.0
import { ownValue } from '../../core/own.js';
import { type KernelSources, requireKnownVersions, sourceFor } from '../../plan/source.js';
import type { LinuxSystem } from '../../system/types.js';
import type { KernelVersions } from '../../system/version-types.js';
import { type FindOptions, type KernelSource, findSource } from './source.js';

/** Finds the kernel source of a system: its own, or that of the run for its version. Each is looked at once. */
export type FindSourceOf = (system: Pick<LinuxSystem, 'source' | 'version'>) => Promise<KernelSource>;

/**
 * The kernel sources of a run.
 * @param named sources of the systems without one of their own, as the user named them.
 * @throws BenchError (exit 2) `VERSION_UNKNOWN`, `SOURCE_TWICE`.
 */
export function sourcesOf(
  named: KernelSources | undefined,
  versions: KernelVersions,
  how: Pick<FindOptions, 'signal' | 'fetching' | 'onProgress'> = {},
): FindSourceOf {
  requireKnownVersions(named, versions);
  const found = new Map<string, Promise<KernelSource>>();
  return async ({ source: own, version }) => {
    // What a project names is its user's own, whatever it is.
    const options: FindOptions =
      own === undefined
        ? { ...how, package: ownValue(versions.sources, version ?? versions.default) }
        : { ...how, unlisted: 'allowed' };
    const wanted = own === undefined ? sourceFor(named, version, versions) : { source: own };
    const key = JSON.stringify([own === undefined ? version : 'own', wanted]);
    const known = found.get(key) ?? findSource(wanted?.source, { ...options, version: wanted?.version });
    found.set(key, known);
    return await known;
  };
}

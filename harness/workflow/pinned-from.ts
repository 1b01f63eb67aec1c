// SPDX-License-Identifier: Apache-2.0
import { usageError } from '../core/errors.js';
import { displayPath } from '../core/paths.js';
import type { PinnedPackages } from '../plan/pinned.js';
import type { RunFolder } from '../run/folder.js';
import { readProvenance } from '../run/provenance.js';

/**
 * The packages and container images that the images of a run were made from.
 * @throws BenchError (exit 2) `PACKAGES_FROM` for a run without a record of them; what reading its files throws, such as
 *   `RUN_MISSING`.
 */
export async function pinnedFrom(run: RunFolder): Promise<PinnedPackages> {
  await run.plan();
  const provenance = await readProvenance(run);
  const apps = Object.values(provenance?.apps ?? {});
  const kernels = Object.values(provenance?.systems ?? {}).flatMap((system) => system.packages ?? []);
  if (apps.length === 0) {
    throw usageError(
      'PACKAGES_FROM',
      `${displayPath(run.dir)} has no record of packages: none of its boots was made.`,
      'Name a run with at least one boot: a folder below results/.',
    );
  }
  const packages = [...kernels, ...apps.flatMap((app) => app.packages)].map(({ name, version, sha256 }) => ({
    ...{ name, version, sha256 },
  }));
  const containers = apps.flatMap(({ container }) =>
    container === undefined ? [] : [{ reference: container.reference, manifest: container.manifest }],
  );
  return { from: run.id, packages: onceEach(packages), containers: onceEach(containers) };
}

function onceEach<T>(things: readonly T[]): T[] {
  const known = new Map(things.map((one) => [JSON.stringify(one), one]));
  return [...known].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

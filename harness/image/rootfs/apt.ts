// SPDX-License-Identifier: Apache-2.0
import { readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cached } from '../../core/cache.js';
import { digestOf } from '../../core/json.js';
import { cacheRoot } from '../../core/paths.js';
import type { PackageRecord } from './apt-records.js';
import { type ResolveOptions, resolvePackages } from './apt-resolve.js';
import { componentLists } from './component-lists.js';
import { ownCacheOptions, privateAptOptions } from './private-apt.js';

/** Where to look for packages, who asks, and when to stop. */
export interface AptOptions extends ResolveOptions {
  /** Components of the machine's own servers to look in, beside those of its own lists; none when missing. */
  components?: readonly string[] | undefined;
}

/**
 * Options that make apt's answers a matter of what can be downloaded: no package counts as installed, nothing is read
 * from or written to the host's own apt cache, and no right is needed. apt's index of them is kept beside our cache.
 * With further components apt gets lists of its own for them, in the cache too.
 * @throws BenchError `COMPONENT_LISTS` (exit 3) when no server answers.
 */
export async function aptOptions({ components = [], signal }: AptOptions = {}): Promise<string[]> {
  if (components.length > 0) {
    return await privateAptOptions({
      // By digest: the folder is emptied, so no name of a declaration may be a part of its path.
      name: `apt-${digestOf([...components].sort()).slice(0, 16)}`,
      derive: (lists) => componentLists(lists, components),
      code: 'COMPONENT_LISTS',
      signal,
    });
  }
  return await ownCacheOptions(join(cacheRoot(), 'apt'), {
    'Dir::Cache::pkgcache': 'pkgcache.bin',
    'Dir::Cache::srcpkgcache': 'srcpkgcache.bin',
  });
}

/**
 * Finds the versions of these packages, and of all they depend on, that can be downloaded now. Asking apt takes seconds,
 * so the answer is kept as long as apt's lists and settings stay as they are.
 * @throws BenchError `PACKAGES_UNRESOLVED` or `COMPONENT_LISTS` (exit 3).
 */
export async function findPackages(
  names: readonly string[],
  options: AptOptions = {},
): Promise<Map<string, PackageRecord>> {
  const { components = [], signal } = options;
  const more = components.length === 0 ? {} : { components: [...components].sort() };
  const inputs = { format: 3, names: [...names].sort(), state: await aptState(), ...more };
  const { dir } = await cached({
    kind: 'deb',
    label: `package versions for ${names.join(', ')}`,
    inputs,
    ...(signal === undefined ? {} : { signal }),
    build: async (into) => {
      const found = await resolvePackages(await aptOptions(options), names, options);
      await writeFile(join(into, 'records.json'), JSON.stringify(found));
    },
  });
  const records = JSON.parse(await readFile(join(dir, 'records.json'), 'utf8')) as PackageRecord[];
  return new Map(records.map((record) => [record.name, record]));
}

/** Changes whenever apt's lists or settings do. */
async function aptState(): Promise<string[]> {
  const state: string[] = [];
  for (const dir of ['/var/lib/apt/lists', '/etc/apt']) {
    const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch(() => []);
    for (const entry of entries.filter((found) => found.isFile())) {
      const path = join(entry.parentPath, entry.name);
      const found = await stat(path).catch(() => undefined);
      if (found !== undefined) state.push(`${path} ${found.size} ${found.mtimeMs}`);
    }
  }
  return state.sort();
}

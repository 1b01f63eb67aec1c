// SPDX-License-Identifier: Apache-2.0
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { digestOf } from '../../core/json.js';
import { cacheFolder } from '../../core/cache-folder.js';
import { componentLists } from './component-lists.js';
import { ownCacheOptions, privateAptOptions } from './private-apt.js';

/** Where apt looks for packages. */
export interface PackageIndex {
  /** Options that make apt look there. */
  options: readonly string[];
  /** Folder of the lists that it reads. */
  lists: string;
}

/** Where the machine keeps its own. */
const MACHINE_LISTS = '/var/lib/apt/lists';

/**
 * The machine's index, with options that make apt's answers a matter of what can be downloaded: no package counts as
 * installed, nothing is read from or written to the host's own apt cache, and no right is needed. apt's own cache of it is
 * kept beside ours. With further components apt gets lists of its own for them, in the cache too.
 * @throws BenchError `COMPONENT_LISTS` (exit 3) when no server answers.
 */
export async function machineIndex(
  components: readonly string[] = [],
  signal?: AbortSignal,
): Promise<PackageIndex> {
  if (components.length > 0) {
    // By digest: the folder is emptied, so no name of a declaration may be a part of its path.
    const name = `apt-${digestOf([...components].sort()).slice(0, 16)}`;
    const options = await privateAptOptions({
      name,
      derive: (lists) => componentLists(lists, components),
      code: 'COMPONENT_LISTS',
      signal,
    });
    return { options, lists: await cacheFolder(name, 'lists') };
  }
  const options = await ownCacheOptions(await cacheFolder('apt'), {
    'Dir::Cache::pkgcache': 'pkgcache.bin',
    'Dir::Cache::srcpkgcache': 'srcpkgcache.bin',
  });
  return { options, lists: MACHINE_LISTS };
}

/** Date of the newest list of packages of an index, as its server gave it; `undefined` where there is none. */
export async function dateOfLists({ lists }: Pick<PackageIndex, 'lists'>): Promise<Date | undefined> {
  const names = (await readdir(lists).catch(() => [])).filter((name) => /_Packages(\.\w+)?$/.test(name));
  const times = await Promise.all(names.map(async (name) => (await stat(join(lists, name))).mtimeMs));
  return times.length === 0 ? undefined : new Date(times.reduce((a, b) => Math.max(a, b)));
}

/** Changes whenever the lists or settings of the machine's apt do. */
export async function stateOfIndex({ lists }: Pick<PackageIndex, 'lists'>): Promise<string[]> {
  const state: string[] = [];
  for (const dir of [lists, '/etc/apt']) {
    const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch(() => []);
    for (const entry of entries.filter((found) => found.isFile())) {
      const path = join(entry.parentPath, entry.name);
      const found = await stat(path).catch(() => undefined);
      if (found !== undefined) state.push(`${path} ${found.size} ${found.mtimeMs}`);
    }
  }
  return state.sort();
}

/** The machine's own lists, from which those of further components are derived. */
export const machineLists = { lists: MACHINE_LISTS } as const;

// SPDX-License-Identifier: Apache-2.0
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cached } from '../../core/cache.js';
import { BenchError } from '../../core/errors.js';
import { type PackageIndex, dateOfLists, machineIndex, machineLists, stateOfIndex } from './apt-index.js';
import { type RememberedPackages, recallPackages, rememberPackages } from './apt-memory.js';
import type { PackageRecord } from './apt-records.js';
import { type ResolveOptions, resolvePackages } from './apt-resolve.js';

/** Where to look for packages, who asks, and when to stop. */
export interface AptOptions extends ResolveOptions {
  /** Components of the machine's own servers to look in, beside those of its own lists; none when missing. */
  components?: readonly string[] | undefined;
  /** Another index than the machine's. */
  index?: PackageIndex | undefined;
  /** Called with a fact that a reader of the results must know, one sentence. */
  onNote?: ((text: string) => void) | undefined;
}

/**
 * Options that make apt look where it should.
 * @throws BenchError `COMPONENT_LISTS` (exit 3) when no server answers.
 */
export async function aptOptions({ components, index, signal }: AptOptions = {}): Promise<readonly string[]> {
  return (index ?? (await machineIndex(components, signal))).options;
}

/**
 * Finds the versions of these packages, and of all they depend on, that can be downloaded now. Asking apt takes seconds,
 * so the answer is kept as long as apt's lists and settings stay as they are. Where there are no lists, as on a machine
 * without a network, the last answer is taken, and said to be: what it names may all be in the cache.
 * @throws BenchError `PACKAGES_UNRESOLVED` or `COMPONENT_LISTS` (exit 3).
 */
export async function findPackages(
  names: readonly string[],
  options: AptOptions = {},
): Promise<Map<string, PackageRecord>> {
  const question = { names, components: options.components ?? [] };
  try {
    const answer = await askIndex(names, options);
    await rememberPackages(question, answer);
    return byName(answer);
  } catch (error) {
    if (!(await hasNoLists(error, options))) throw error;
    const known = await recallPackages(question);
    if (known === undefined) throw error;
    options.onNote?.(
      `apt cannot say what packages there are; taken as they resolved with its lists of ${known.lists}.`,
    );
    return byName(known);
  }
}

async function askIndex(names: readonly string[], options: AptOptions): Promise<RememberedPackages> {
  const { components = [], signal, index } = options;
  const more = components.length === 0 ? {} : { components: [...components].sort() };
  const state = await stateOfIndex(index ?? machineLists);
  const { dir } = await cached({
    kind: 'deb',
    label: `package versions for ${names.join(', ')}`,
    inputs: { format: 4, names: [...names].sort(), state, ...more },
    ...(signal === undefined ? {} : { signal }),
    build: async (into) => {
      const where = index ?? (await machineIndex(components, signal));
      const records = await resolvePackages(where.options, names, options);
      const lists = ((await dateOfLists(where)) ?? new Date()).toISOString().slice(0, 10);
      await writeFile(join(into, 'answer.json'), JSON.stringify({ lists, records }));
    },
  });
  return JSON.parse(await readFile(join(dir, 'answer.json'), 'utf8')) as RememberedPackages;
}

/** Whether an error says that the index could not answer, rather than what it answered. */
async function hasNoLists(error: unknown, { index, components = [] }: AptOptions): Promise<boolean> {
  if (!(error instanceof BenchError)) return false;
  if (error.code === 'COMPONENT_LISTS') return true;
  if (error.code !== 'PACKAGES_UNRESOLVED') return false;
  const where = index ?? (components.length === 0 ? machineLists : await machineIndex(components));
  return (await dateOfLists(where)) === undefined;
}

function byName({ records }: RememberedPackages): Map<string, PackageRecord> {
  return new Map(records.map((record) => [record.name, record]));
}

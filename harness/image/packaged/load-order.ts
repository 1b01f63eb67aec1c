// SPDX-License-Identifier: Apache-2.0
import { type ModuleInfo, plainName } from './module-file.js';

/** A module, as it comes into memory. */
export interface LoadedModule {
  name: string;
  data: Buffer;
}

/** Where modules come from. */
export interface ModuleSource {
  /** Gives a module with what it says of itself; nothing when there is no such module. */
  get: (name: string) => Promise<(LoadedModule & ModuleInfo) | undefined>;
  /** The error for a module that is missing. */
  missing: (name: string, neededBy: string | undefined) => Error;
}

/**
 * These modules and all that they need, each once and behind what it needs.
 * @throws what `missing` makes, for one that is not there.
 */
export async function inLoadOrder(
  wanted: readonly string[],
  { get, missing }: ModuleSource,
): Promise<LoadedModule[]> {
  const order: LoadedModule[] = [];
  const seen = new Set<string>();
  const add = async (name: string, neededBy: string | undefined, optional: boolean): Promise<void> => {
    const plain = plainName(name);
    if (seen.has(plain)) return;
    // Before its needs: what names itself, by whatever way, is not looked at again.
    seen.add(plain);
    const found = await get(plain);
    if (found === undefined) {
      if (optional) return;
      throw missing(plain, neededBy);
    }
    for (const one of found.depends) await add(one, plain, false);
    // What answers to the name of an algorithm has a name of its own; the plain one is enough.
    for (const one of found.before) for (const way of [one, `${one}_generic`]) await add(way, plain, true);
    order.push({ name: plain, data: found.data });
  };
  for (const name of wanted) await add(name, undefined, false);
  return order;
}

// SPDX-License-Identifier: Apache-2.0

/**
 * A function that does its work once for each key in the life of the process, also when it is called again meanwhile. What
 * failed is tried again. Only for what cannot change while the process runs.
 */
export function oncePer<T, Rest extends unknown[]>(
  work: (key: string, ...rest: Rest) => Promise<T>,
): (key: string, ...rest: Rest) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (key, ...rest) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const result = work(key, ...rest);
    known.set(key, result);
    result.catch(() => known.delete(key));
    return result;
  };
}

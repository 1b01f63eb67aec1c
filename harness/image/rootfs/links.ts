// SPDX-License-Identifier: Apache-2.0
import { usageError } from '../../core/errors.js';

/** As many as the kernel follows. */
export const MAX_LINKS = 40;

/**
 * The path that a guest's kernel would reach: links among its folders are followed, and with `last` one at its end too.
 * @param path from the root, without leading slash.
 * @param targetOf what the link at a path points to; `undefined` when there is no link.
 * @returns a path without leading slash; empty for the root.
 * @throws BenchError `ROOTFS_LINKS` (exit 2) for links that lead in a circle.
 */
export function throughLinks(
  path: string,
  targetOf: (path: string) => string | undefined,
  last: boolean,
): string {
  const rest = path.split('/');
  let done: string[] = [];
  let links = 0;
  for (let next = rest.shift(); next !== undefined; next = rest.shift()) {
    if (next === '' || next === '.') continue;
    if (next === '..') {
      done.pop();
      continue;
    }
    const target = rest.length > 0 || last ? targetOf([...done, next].join('/')) : undefined;
    if (target === undefined) {
      done.push(next);
      continue;
    }
    links += 1;
    if (links > MAX_LINKS) {
      throw usageError('ROOTFS_LINKS', `/${path} leads through links in a circle.`, 'Name another path.');
    }
    if (target.startsWith('/')) done = [];
    rest.unshift(...target.split('/'));
  }
  return done.join('/');
}

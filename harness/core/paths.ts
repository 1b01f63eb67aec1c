// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { forTerminal } from './sinks.js';

function findRoot(): string {
  let dir = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(dir, 'package.json'))) {
    const parent = dirname(dir);
    if (parent === dir) throw new Error('lupine-bench: no package.json above the program');
    dir = parent;
  }
  return dir;
}

/** Folder of this program: the one that holds its `package.json`, `kernel/` and `scenarios/`. Nothing of a user is there. */
export const packageRoot = findRoot();

/** A file or folder that comes with the program. */
export function packagePath(...parts: string[]): string {
  return join(packageRoot, ...parts);
}

/**
 * Folder for everything that can be made again: kernels, sources, root images. `LUPINE_BENCH_CACHE` names it;
 * otherwise `$XDG_CACHE_HOME/lupine-bench` or `~/.cache/lupine-bench`. Never inside the checkout by default. Whoever puts
 * something there asks `cacheFolder` for the place.
 */
export function cacheRoot(): string {
  const named = process.env['LUPINE_BENCH_CACHE'];
  if (named !== undefined && named !== '') return resolve(named);
  const xdg = process.env['XDG_CACHE_HOME'];
  // A relative one counts as missing, as its specification has it.
  return join(xdg !== undefined && isAbsolute(xdg) ? xdg : join(home(), '.cache'), 'lupine-bench');
}

/** A HOME that is empty or relative counts as missing: the folder in which the user happens to be is not theirs to fill. */
function home(): string {
  const named = homedir();
  return isAbsolute(named) ? named : userInfo().homedir;
}

/** A path as a reader wants to see it: relative to the current folder when that is shorter. */
export function displayPath(path: string): string {
  const cwd = `${process.cwd()}/`;
  return forTerminal(path.startsWith(cwd) ? path.slice(cwd.length) : path);
}

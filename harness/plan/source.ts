// SPDX-License-Identifier: Apache-2.0
import { isAbsolute, resolve } from 'node:path';

const URL_START = /^https?:/;

/** A kernel source as a plan names it: a run may be continued from another folder, where a relative path names another file. */
export function placedSource(named: string): string {
  return named === '' || isPlaced(named) ? named : resolve(named);
}

/** True for a kernel source that is the same wherever its name is read: a URL, or an absolute path. */
export function isPlaced(source: string): boolean {
  return URL_START.test(source) || isAbsolute(source);
}

// SPDX-License-Identifier: Apache-2.0
import { isAbsolute, resolve } from 'node:path';
import { usageError } from '../core/errors.js';
import { printable } from '../core/printable.js';

const URL_START = /^https?:/i;

/** A kernel source as a plan names it: a run may be continued from another folder, where a relative path names another file. */
export function placedSource(named: string): string {
  return named === '' || isPlaced(named) ? named : resolve(named);
}

/** True for a kernel source that is the same wherever its name is read: a URL, or an absolute path. */
export function isPlaced(source: string): boolean {
  return URL_START.test(source) || isAbsolute(source);
}

/**
 * Makes sure that a kernel source is named as one can be: by a path, or an address of the web.
 * @throws BenchError `SOURCE_URL` (exit 2) for an address of another kind, which would be taken for a path.
 */
export function requireSourceName(source: string): void {
  const [, scheme] = /^([a-z][a-z0-9+.-]{0,20}):\/\//i.exec(source) ?? [];
  if (scheme === undefined || URL_START.test(source)) return;
  throw usageError(
    'SOURCE_URL',
    `the kernel source ${printable(source, 300)} is an address of ${scheme}:, from which nothing is fetched.`,
    'Give http: or https: with #sha256=<64 hex digits>, or fetch it and give its path.',
  );
}

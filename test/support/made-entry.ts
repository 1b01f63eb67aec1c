// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { execa } from 'execa';
import { type ListedEntry, listEntries } from '../../harness/core/cache-list.js';
import { packagePath } from '../../harness/core/paths.js';

/** The program of another process that makes an entry of the cache. */
export const ENTRY_SCRIPT = packagePath('dist', 'test', 'support', 'scripts', 'cache-entry.js');

/** An entry that another process has made, which has ended. */
export async function madeByAnother(): Promise<ListedEntry> {
  await execa('node', [ENTRY_SCRIPT]);
  const [entry] = await listEntries(['guest']);
  assert.ok(entry !== undefined);
  return entry;
}

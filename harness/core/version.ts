// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { packagePath } from './paths.js';

/** Version of this program, as its package says. */
export async function packageVersion(): Promise<string> {
  const text = await readFile(packagePath('package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

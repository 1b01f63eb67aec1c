// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { oncePer } from '../core/once.js';
import { packagePath } from '../core/paths.js';

/** Files of `harness/remote/` in one text for a `RemoteCommand`, without their comments. */
export const scriptText = oncePer(async (names: string): Promise<string> => {
  const texts = names
    .split(' ')
    .map(async (name) => await readFile(packagePath('harness', 'remote', `${name}.sh`), 'utf8'));
  return (await Promise.all(texts)).join('').replaceAll(/^ *#.*\n/gm, '');
});

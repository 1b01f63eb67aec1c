// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder that all tests of a suite look at. */
export interface SharedFolder {
  readonly dir: string;
  /** Text of a file in it. */
  readonly read: (file: string) => Promise<string>;
}

/** For the suite in which this is called: a folder that is filled before its first test and removed after its last. */
export function sharedFolder(fill: (dir: string) => Promise<unknown>): SharedFolder {
  let dir = '';
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'lupine test-'));
    await fill(dir);
  });
  after(() => rm(dir, { recursive: true, force: true }));
  return {
    get dir() {
      return dir;
    },
    read: (file) => readFile(join(dir, file), 'utf8'),
  };
}

// SPDX-License-Identifier: Apache-2.0
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LinuxSystem } from '../../harness/system/types.js';

/** A system of one fragment, which is written into a folder. */
export async function systemOf(dir: string, fragment: string): Promise<LinuxSystem> {
  const path = join(dir, 'a.config');
  await writeFile(path, fragment);
  return {
    kind: 'linux',
    name: 'a-test',
    title: '',
    summary: '',
    family: 'a',
    subject: false,
    baseConfig: 'allnoconfig',
    fragments: [path],
    cmdline: '',
    make: [],
    patches: [],
    notes: { deterministic: [], wall: [] },
  };
}

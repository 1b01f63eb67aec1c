// SPDX-License-Identifier: Apache-2.0
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { cached } from '../../../harness/core/cache.js';

const slow = process.argv[2] === 'slow';
const entry = await cached({
  kind: 'guest',
  label: 'shared entry',
  inputs: 'shared',
  onDamage: (what) => {
    process.stdout.write(`damaged ${what}\n`);
  },
  build: async (dir) => {
    await writeFile(join(dir, 'image'), 'sixteen bytes...');
    if (slow) process.stdout.write('building\n');
    await setTimeout(slow ? 60_000 : 300);
  },
});
process.stdout.write(`${entry.hit ? 'hit' : 'built'} ${entry.dir}`);

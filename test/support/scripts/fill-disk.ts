// SPDX-License-Identifier: Apache-2.0
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { BenchError } from '../../../harness/core/errors.js';
import { writeAtomic } from '../../../harness/core/files.js';

const dir = process.argv[2] ?? '';
await writeAtomic(join(dir, 'first.json'), '{}');
try {
  await writeAtomic(join(dir, 'second.json'), 'x'.repeat(1 << 20));
} catch (error) {
  if (!(error instanceof BenchError)) throw error;
  process.stdout.write(`${error.code} exit ${error.exit} ${error.message} next: ${error.next}\n`);
}
process.stdout.write(`files: ${(await readdir(dir)).join(' ')}`);

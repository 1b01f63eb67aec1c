// SPDX-License-Identifier: Apache-2.0
// Unpacks the container image of a layout into a cache. Arguments: the layout, the cache.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { BenchError } from '../../../harness/core/errors.js';
import { containerImage } from '../../../harness/image/rootfs/oci/image.js';

const [, , layout = '', cache = ''] = process.argv;
process.env['LUPINE_BENCH_CACHE'] = cache;
try {
  await containerImage(`oci:${layout}:1`, { appDir: '/' });
  process.stdout.write('unpacked ');
} catch (error) {
  if (!(error instanceof BenchError)) throw error;
  process.stdout.write(`${error.code} exit ${error.exit} ${error.message} `);
}
const kept = await readdir(join(cache, 'oci')).catch(() => []);
process.stdout.write(`kept: ${kept.filter((name) => !name.endsWith('.lock')).join(' ')}`);

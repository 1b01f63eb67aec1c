// SPDX-License-Identifier: Apache-2.0
import { BenchError } from '../../../harness/core/errors.js';
import { fetchTest, placeAt } from '../stored.js';

const [dir = '', store = ''] = process.argv.slice(2);
try {
  await fetchTest(dir, placeAt(store));
  process.stdout.write('fetched\n');
} catch (error) {
  if (!(error instanceof BenchError)) throw error;
  process.stdout.write(`${error.code} exit ${error.exit} ${error.message}\n${error.next}\n`);
}

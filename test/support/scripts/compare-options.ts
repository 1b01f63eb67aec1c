// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { enabledOptions, jaccard } from '../../../harness/image/kernel/config.js';
import { finalConfig } from '../final-config.js';

/**
 * Compares the options set to y of a system with a list of names: `npm run compare-options -- microvm names.txt`.
 * Prints the similarity and both differences; exit 1 below 0.95.
 */
const LEAST = 0.95;
const [, , system = 'microvm', list = ''] = process.argv;
const published = (await readFile(list, 'utf8')).split('\n').filter((name) => name !== '');
const ours = enabledOptions(await finalConfig(system));
const similarity = jaccard(ours, published);
const missing = published.filter((name) => !ours.includes(name));
const extra = ours.filter((name) => !published.includes(name));
process.stdout.write(
  [
    `${system}: ${ours.length} options set to y; ${list}: ${published.length}`,
    `Jaccard similarity ${similarity.toFixed(4)} (at least ${LEAST})`,
    `only published (${missing.length}): ${missing.join(' ')}`,
    `only ${system} (${extra.length}): ${extra.join(' ')}`,
    '',
  ].join('\n'),
);
process.exitCode = similarity >= LEAST ? 0 : 1;

// SPDX-License-Identifier: Apache-2.0
import { addToBranch, pushBranch } from '../../harness/history/branch.js';
import { addToFolder } from '../../harness/history/folder.js';
import { pointFile } from '../../harness/history/point-file.js';
import { pointAt } from './fixture.js';

// A process that adds points one after the other, and says of each that it is kept: `writer.js folder <dir> <first> <count>`,
// `writer.js branch <repository> <first> <count> [remote]`. Tests kill it.

const [, , kind = '', where = '', first = '0', count = '1', remote] = process.argv;
const place = { top: where, signal: new AbortController().signal };
for (let n = Number(first); n < Number(first) + Number(count); n += 1) {
  const file = pointFile(pointAt(n));
  if (kind === 'folder') await addToFolder(where, file);
  else await addToBranch(place, 'points', file);
  if (remote !== undefined) await pushBranch(place, 'points', remote);
  process.stdout.write(`${n}\n`);
}

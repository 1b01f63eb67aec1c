// SPDX-License-Identifier: Apache-2.0
import { createInterface } from 'node:readline';
import { addToFolder } from '../../harness/history/folder.js';
import { pointFile } from '../../harness/history/point-file.js';
import { pointAt } from './fixture.js';

// A process that adds points, and says of each that it is kept; tests kill it. `writer.js <kind> <where> <first> <count> [remote]` adds so many,
// one after the other; `writer.js serve` takes the same words from each line of its input, as a JSON list, and says `end` behind them.

/** Adds points to a folder, or to the branch `points` of a repository. */
async function write([kind, where = '', first, count, remote]: readonly string[]): Promise<void> {
  // Only then: what starts git takes as long to load as all the rest.
  const branch = kind === 'branch' ? await import('../../harness/history/branch.js') : undefined;
  const place = { top: where, signal: new AbortController().signal };
  for (let n = Number(first); n < Number(first) + Number(count); n += 1) {
    const file = pointFile(pointAt(n));
    if (branch === undefined) await addToFolder(where, file);
    else await branch.addToBranch(place, 'points', file);
    if (remote !== undefined) await branch?.pushBranch(place, 'points', remote);
    process.stdout.write(`${n}\n`);
  }
}

const words = process.argv.slice(2);
if (words[0] !== 'serve') await write(words);
else {
  for await (const line of createInterface(process.stdin)) {
    await write(JSON.parse(line) as string[]);
    process.stdout.write('end\n');
  }
}

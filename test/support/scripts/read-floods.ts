// SPDX-License-Identifier: Apache-2.0
import { ConsoleReader } from '../../../harness/boot/frames.js';
import { FLOODS, piecesOf } from '../hostile-consoles.js';

// Reads so many bytes of each of these floods, and prints the most memory that this process ever had, in MiB.
const [, , bytes = '0', ...names] = process.argv;
for (const name of names) {
  const reader = new ConsoleReader();
  for (const piece of piecesOf(FLOODS[name] ?? { again: name }, Number(bytes))) reader.take(piece);
  reader.finish();
}
process.stdout.write(`${Math.ceil(process.resourceUsage().maxRSS / 1024)}`);

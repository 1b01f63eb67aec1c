// SPDX-License-Identifier: Apache-2.0
import { schedule } from '../support/simulated-fleet.js';

// What scheduling a hundred thousand blocks on two hundred hosts costs the coordinator: `npm run evaluate-fleet [hosts] [blocks]`.

const hosts = Number(process.argv[2] ?? 200);
const blocks = Number(process.argv[3] ?? 100_000);
const { made, secondsPer10k, grownMib } = await schedule(hosts, blocks);
process.stdout.write(
  `${made} blocks on ${hosts} hosts: ${secondsPer10k.toFixed(3)} s of CPU for 10,000; the heap grew by ${grownMib.toFixed(1)} MiB\n`,
);
process.exitCode = made === blocks && secondsPer10k < 1 && grownMib < 10 ? 0 : 1;

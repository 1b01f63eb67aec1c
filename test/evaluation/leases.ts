// SPDX-License-Identifier: Apache-2.0
import { raceForLease } from '../support/lease-race.js';
import { inTemp } from '../support/temp.js';

// Eight coordinators race for one lease and are killed at random, until a few hundred leases were held:
// `npm run evaluate-leases [leases]`.

const leases = Number(process.argv[2] ?? 400);
const race = await inTemp(async (dir) => await raceForLease(dir, { coordinators: 8, leases, everyMs: 400 }));
const { killed, failed, doubled } = race;
process.stdout.write(
  `${race.leases} leases, ${killed} coordinators killed, ${failed.length} failed, ${doubled.length} held twice\n`,
);
for (const line of [...failed, ...doubled]) process.stdout.write(`${line}\n`);
process.exitCode = failed.length + doubled.length === 0 ? 0 : 1;

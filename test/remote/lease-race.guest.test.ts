// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { raceForLease } from '../support/lease-race.js';
import { inTemp } from '../support/temp.js';

describe('coordinators that race for one lease', () => {
  it('never have it at the same time, however they end', async function () {
    this.timeout(600_000);
    await inTemp(async (dir) => {
      const { leases, killed, failed, doubled } = await raceForLease(dir, {
        coordinators: 8,
        leases: 25,
        everyMs: 300,
      });
      assert.deepEqual([failed, doubled], [[], []]);
      assert.ok(leases >= 25 && killed > 3, `${leases} leases, ${killed} killed`);
    });
  });
});

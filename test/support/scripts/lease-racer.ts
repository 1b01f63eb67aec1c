// SPDX-License-Identifier: Apache-2.0
import { appendFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { BenchError } from '../../../harness/core/errors.js';
import { shellHere } from '../../../harness/remote/here.js';
import { withLease } from '../../../harness/remote/lease/lease.js';

// A coordinator that measures for a moment whenever it gets the lease, until it is killed. Each line of the log is a moment in which
// it knew that it had it: `<lease> <ns>`. The moment is taken first, so that whatever comes between cannot make a line untrue.

const [state = '', log = '', name = ''] = process.argv.slice(2);
const shell = shellHere('host');
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.exit();
}, 1000);

for (;;) {
  const ttlMs = 300 + Math.random() * 900;
  const worksMs = Math.random() * 1.2 * ttlMs;
  const sleeps = Math.random() < 0.2;
  try {
    await withLease(shell, name, { state, ttlMs, waitMs: 3_600_000 }, async (signal, lease) => {
      const end = performance.now() + worksMs;
      for (let round = 0; performance.now() < end && !signal.aborted; round += 1) {
        const now = process.hrtime.bigint();
        if (lease.holds()) appendFileSync(log, `${lease.number} ${now}\n`);
        // As a machine does that swaps, or is stopped for a while.
        if (sleeps && round === 5) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ttlMs * 1.3);
        await setTimeout(2);
      }
    });
  } catch (error) {
    if (!(error instanceof BenchError) || !['LEASE_LOST', 'HOST_ODD'].includes(error.code)) throw error;
  }
}

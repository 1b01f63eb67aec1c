// SPDX-License-Identifier: Apache-2.0
// Loads redis from the host for much longer than anybody waits: to be killed, or interrupted by SIGTERM. Its argument is
// the folder of the run.
import { runLoaded } from '../loaded.js';

const [, , dir = ''] = process.argv;
const stop = new AbortController();
process.on('SIGTERM', () => {
  stop.abort();
});
await runLoaded('redis-host', dir, { requests: 1_000_000_000, clients: 1, value_bytes: 3 }, stop.signal);

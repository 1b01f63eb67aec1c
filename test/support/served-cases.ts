// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { BootResult, HostClientOutput } from '../../harness/boot/types.js';
import { rawText } from '../../harness/core/foreign.js';
import type { Served } from './serving.js';

/** What becomes of a load: its verdict, and the statuses of the clients that were run, unless their guest may have taken one with it. */
const CASES: readonly [what: string, served: Served, verdict: string, statuses?: readonly number[]][] = [
  ['one client after the other', { mode: 'serve', words: ['ping', 'ping'] }, 'ok', [0, 0]],
  ['a guest that serves later', { mode: 'late', words: ['ping'] }, 'ok', [0]],
  ['a client that fails, and none behind it', { mode: 'serve', words: ['what', 'ping'] }, 'ok', [1]],
  ['an app that never serves', { mode: 'deaf', words: ['ping'], withinMs: 1500 }, 'LOAD_UNREACHED', []],
  ['a guest that ends before it serves', { mode: 'early', words: ['ping'] }, 'GUEST_END', []],
  ['a guest that dies under the load', { mode: 'serve', words: ['die', 'ping'] }, 'GUEST_END'],
  ['a guest that fails under it and stays', { mode: 'fails', words: ['die'] }, 'GUEST_FAILED'],
  ['a guest that never says its line', { mode: 'mute', words: ['ping'] }, 'GUEST_NO_SUCCESS', [0]],
  ['a client without end', { mode: 'serve', words: ['hang'], timeoutMs: 8000 }, 'LOAD_TIMEOUT', []],
];

const UNREACHED = /no connection .* within 1\.5 s: 10\.0\.0\.2:7000: Connection refused/;

const saidBy = ({ stderr }: HostClientOutput): string => rawText(stderr);

/** Tests what becomes of loads where they are made in one way: the same wherever that is. */
export function testServed(served: (load: Served) => Promise<BootResult>): void {
  for (const [what, load, verdict, statuses] of CASES)
    it(what, async () => {
      const { ending, failure, hostClients } = await served(load);
      const found = failure?.code ?? ending;
      assert.equal(found, verdict, failure?.message);
      if (verdict === 'LOAD_UNREACHED') assert.match(failure?.message ?? '', UNREACHED);
      const ended = hostClients?.map(({ status }) => status);
      if (statuses !== undefined) assert.deepEqual(ended, statuses, hostClients?.map(saidBy).join());
    });
}

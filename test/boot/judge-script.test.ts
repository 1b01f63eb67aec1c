// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { judgeBoot } from '../../harness/boot/judge.js';
import { observerOf } from '../../harness/boot/observer.js';
import type { BootResult } from '../../harness/boot/types.js';
import { foreign } from '../../harness/core/foreign.js';
import { CONSOLE_BYTES } from '../../harness/vmm/types.js';
import type { ConsoleScript } from '../../harness/system/guest/types.js';

const script: ConsoleScript = { main: 'main {tsc} at {hz}', success: ['done'], end: { exit: [7] } };

/** What becomes of a boot of 20 ms under KVM with this console. */
async function judged(console: string): Promise<BootResult> {
  const observed = observerOf({ observer: script })('', true);
  observed.watch.take(Buffer.from(console));
  const decoded = await observed.finish(() => Readable.from([]));
  return judgeBoot(
    { kind: 'exited', status: 7, stderr: foreign(''), argv: [], hostMs: 20, awaitedNs: 5e6 },
    decoded,
    {
      ...{ clock: 'wall', timeoutMs: 60_000, consoleBytes: CONSOLE_BYTES, observer: script },
      expects: { checks: [], clients: [], reportsMain: true, limitMs: 0 },
    },
  );
}

describe('the times of a guest that is judged by lines', () => {
  it('are believed by a counter that there can be, and in a time that the boot had', async () => {
    for (const [console, code] of [
      ['main 20000000 at 2000000000\ndone\n', undefined],
      ['main 2000000000 at 2000000000\ndone\n', 'BOOT_TIME_IMPOSSIBLE'],
      ['main 20000000 at 1000000000000000000\ndone\n', 'BOOT_TIME_IMPOSSIBLE'],
      ['main 1 at 1\ndone\n', 'BOOT_TIME_IMPOSSIBLE'],
    ] as const) {
      const { failure } = await judged(console);
      assert.equal(failure?.code, code, console);
    }
  });

  it('are not those of the host where what it looks for came before in another line', async () => {
    const whole = 'main 20000000 at 2000000000\ndone\n';
    assert.equal((await judged(`booting\n${whole}main again\n`)).vmmNs, 5e6);
    for (const before of ['NET: a domain appears\n', 'cmdline: main x\n', `${'x'.repeat(5000)}main \n`])
      assert.equal((await judged(before + whole)).vmmNs, undefined, before.slice(0, 40));
  });
});

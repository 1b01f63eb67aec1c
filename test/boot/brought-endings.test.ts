// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BootResult } from '../../harness/boot/types.js';
import { artifactAt } from '../../harness/core/artifact.js';
import type { ConsoleScript } from '../../harness/system/guest/types.js';
import { bisect } from '../../harness/workload/bisect.js';
import { createBrought } from '../../harness/vmm/brought/monitor.js';
import { uhyve } from '../../harness/vmm/brought/uhyve.js';
import { bootLocally } from '../support/boot.js';
import { fakeMonitor } from '../support/fake-monitor.js';
import { inPlainTemp } from '../support/temp.js';

/** As `baselines/hermitux` has it: the app's own marker, and a status that nothing else ends with. */
const script: ConsoleScript = { success: ['done'], end: { exit: [7] } };

/** What becomes of a boot whose guest ends in a way. */
async function boot(
  ending: string,
  change: { memoryMib?: number; observer?: ConsoleScript } = {},
): Promise<BootResult> {
  return await inPlainTemp(async (dir) => {
    const [kernel, program] = [join(dir, 'kernel'), join(dir, 'program')];
    await writeFile(kernel, 'KERN');
    await writeFile(program, 'PROG');
    const files = [await artifactAt('initrd', program), await artifactAt('monitor', await fakeMonitor())];
    const { result } = await bootLocally({
      ...{ kernel, files, cmdline: ending, monitor: 'uhyve', with: createBrought(uhyve), clock: 'wall' },
      ...{ observer: script, timeoutMs: 2500, consoleBytes: 65_536, ...change },
    });
    return result;
  });
}

describe('a guest under a monitor that its system brings', function () {
  this.timeout(120_000);

  it('did what it should only where both its own words and its status say so', async () => {
    const right = await boot('status');
    assert.equal(right.ending, 'ok', right.failure?.message);
    for (const [ending, wanted, code] of [
      ['success', 'guest-crash', 'GUEST_END'],
      ['abort', 'guest-crash', 'BOOT_SILENT'],
      ['crash', 'guest-crash', 'GUEST_END'],
      ['silence', 'guest-crash', 'BOOT_SILENT'],
      ['term', 'guest-crash', 'GUEST_END'],
      ['hang', 'timeout', 'BOOT_TIMEOUT'],
      ['spin', 'timeout', 'BOOT_TIMEOUT'],
      ['endless', 'console-limit', 'CONSOLE_LIMIT'],
      ['unsupported', 'app-failed', 'GUEST_UNSUPPORTED'],
      ['fault', 'app-failed', 'GUEST_PAGE_FAULT'],
      ['lies', 'vmm-failed', 'VMM_FAILED'],
    ] as const) {
      const { ending: became, failure, killed } = await boot(ending);
      assert.deepEqual([became, failure?.code], [wanted, code], `${ending}: ${failure?.message ?? ''}`);
      // Only what somebody else ended is tried again.
      assert.equal(killed, undefined, ending);
    }
  });

  it('that serves on is ended behind its last line, and has then done what it should', async () => {
    const { ending, failure } = await boot('hang', { observer: { success: ['done'], end: 'kill' } });
    assert.equal(ending, 'ok', failure?.message);
  });

  it('has a floor with holes, all of which are found', async () => {
    const observer: ConsoleScript = { success: ['done'], end: { exit: [0] } };
    const { mib, trials } = await bisect({
      ...{ ceilingMib: 20, resolutionMib: 1, impossibleMib: 0, failingBoots: 1, every: true },
      trial: async (memoryMib) => {
        const { ending } = await boot('holes', { memoryMib, observer });
        return ending === 'ok' ? 'worked' : ending === 'timeout' ? 'hopeless' : 'failed';
      },
    });
    assert.equal(mib, 7);
    assert.deepEqual(
      trials.filter(({ worked }) => worked === 0).map((one) => one.mib),
      [1, 2, 3, 4, 5, 6, 8],
    );
  });
});

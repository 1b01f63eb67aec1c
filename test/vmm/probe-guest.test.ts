// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT } from '../../harness/core/errors.js';
import { rawText } from '../../harness/core/foreign.js';
import { packagePath } from '../../harness/core/paths.js';
import { buildProbeGuest } from '../../harness/vmm/probe-guest.js';
import { PROBE_STEPS, SPEED_ROUNDS } from '../../harness/vmm/probe-steps.js';
import { judgeProbe } from '../../harness/vmm/probe-verdict.js';
import { DEBUG_EXIT_OK } from '../../harness/vmm/qemu-argv.js';
import { createQemu } from '../../harness/vmm/qemu.js';
import type { VmExit, VmSpec } from '../../harness/vmm/types.js';
import { failsWith } from '../support/errors.js';
import { inTemp, withEnvironment } from '../support/temp.js';

const LETTERS = PROBE_STEPS.map(([letter]) => letter).join('');

/** Runs the guest with QEMU's translator, which counts instructions or does not. */
const run = (clock: VmSpec['clock']): Promise<{ exit: VmExit; said: string }> =>
  inTemp(async (dir) => {
    const consolePath = join(dir, 'console');
    const program = clock === 'wall' ? packagePath('test', 'support', 'tcg-qemu.sh') : undefined;
    const kernel = await buildProbeGuest();
    const spec = { kernel, cmdline: '', memoryMib: 16, clock, timeoutMs: 20_000, consolePath };
    const exit = await createQemu(program).run(spec);
    return { exit, said: await readFile(consolePath, 'latin1') };
  });

describe("the probe's guest", () => {
  it('does every step, and is found to have the speed of an emulator where one runs it', async () => {
    const { exit, said } = await run('wall');
    assert.deepEqual([exit.kind, exit.status], ['exited', DEBUG_EXIT_OK], rawText(exit.stderr));
    assert.match(said, new RegExp(`^${LETTERS}[0-9a-f]{16}$`));
    const { kvm, kvmReason, emulated } = judgeProbe(exit, said, 4000);
    assert.deepEqual([kvm, emulated], [true, true]);
    assert.match(kvmReason, /^\/dev\/kvm runs guests, but at an emulator's speed: \d{2,} counts/);
  });

  it('measures what a CPU does: six instructions a round when each takes one count', async () => {
    const { exit, said } = await run('deterministic');
    const counts = Number.parseInt(said.slice(LETTERS.length), 16);
    assert.ok(counts >= 6 * SPEED_ROUNDS && counts < 6 * SPEED_ROUNDS + 50, said);
    const { kvm, emulated } = judgeProbe(exit, said, 4000);
    assert.deepEqual([kvm, emulated], [true, undefined]);
  });

  it('says that it cannot be made without a compiler', () =>
    inTemp((dir) =>
      withEnvironment('LUPINE_BENCH_CACHE', dir, async () => {
        await failsWith(
          buildProbeGuest(undefined, join(dir, 'no-gcc')),
          'PROBE_GUEST',
          EXIT.couldNotMeasure,
          /no-gcc.*not found/s,
        );
      }),
    ));
});

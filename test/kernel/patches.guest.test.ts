// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { EXIT } from '../../harness/core/errors.js';
import { lupineBench } from '../support/cli.js';
import { KERNEL_TIMEOUT } from '../support/guest.js';
import { needKernels } from '../support/kernels.js';

const SYSTEMS = ['lupine-base', 'lupine-base+boot+rcu+entry'] as const;

interface Difference {
  phases: { name: string; functions: { name: string; before: number; after: number }[] }[];
}

/** Calls of the scenario `syscall`: 200,000 are timed, the others are around them. */
const CALLS = 200_000;

describe('patches of kernel/patches', function () {
  this.timeout(KERNEL_TIMEOUT);
  before(() => needKernels(...SYSTEMS));

  it('take away what they say, seen by a profile of the same boot with and without them', async () => {
    const args = ['profile', 'syscall', '--app', 'micro', '--diff', ...SYSTEMS, '--json'];
    const { exitCode, stdout, stderr } = await lupineBench(args);
    assert.equal(exitCode, EXIT.ok, stderr);
    const { phases } = JSON.parse(stdout) as Difference;
    const of = (phase: string, name: string): { before: number; after: number } => {
      const functions = phases.find((one) => one.name === phase)?.functions ?? [];
      return functions.find((one) => one.name === name) ?? { before: 0, after: 0 };
    };
    const [walk, calibration] = [of('kernel', 'e820__mapped_any'), of('kernel', 'quick_pit_calibrate')];
    assert.ok(walk.before > 100_000 && walk.after * 10 < walk.before, `${walk.before} -> ${walk.after}`);
    assert.ok(calibration.before > 100_000 && calibration.after === 0, 'the clock is told');

    const entry = of('load', 'entry_SYSCALL_64');
    assert.ok(entry.before - entry.after > 17 * CALLS, `${entry.before} -> ${entry.after}`);
    const exit = of('load', 'exit_to_user_mode_prepare');
    assert.ok(exit.before - exit.after > 3 * CALLS, `${exit.before} -> ${exit.after}`);

    const thread = of('load', 'run_ksoftirqd');
    assert.ok(thread.before > 0 && thread.after === 0, `${thread.before} -> ${thread.after}`);
    const callbacks = of('load', 'rcu_process_callbacks');
    assert.ok(callbacks.before > 0 && callbacks.after > 0, 'callbacks are invoked all the same');
  });
});

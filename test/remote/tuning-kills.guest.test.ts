// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { shellHere } from '../../harness/remote/here.js';
import { take } from '../../harness/remote/lease/calls.js';
import { applyTuning } from '../../harness/remote/tuning/tune.js';
import type { Tuning } from '../../harness/remote/tuning/types.js';
import { type TuningLease, undoTuning } from '../../harness/remote/tuning/undo.js';
import type { RemoteShell } from '../../harness/remote/types.js';
import { type FakeSysfs, copyOf, fakeSysfs } from '../support/fake-sysfs.js';
import { inSteps } from '../support/stepped.js';
import { inTemp } from '../support/temp.js';

const WANTED: Tuning = { governor: 'performance', smt: false, thp: 'never', isolateCpus: '2-3' };

interface Kill {
  /** Kills the next script in the step that is meant. */
  shell: RemoteShell;
  /** Kills none. */
  plain: RemoteShell;
  lease: TuningLease;
  access: { root: string };
}

/** Kills a script in each of its steps, then puts everything back, and compares. */
async function inEachStep(work: (kill: Kill, at: () => Promise<void>) => Promise<void>): Promise<void> {
  await inTemp(async (dir) => {
    const original: FakeSysfs = await fakeSysfs(dir);
    const plain = shellHere('plain', { env: { PATH: `${original.env['PATH'] ?? ''}:/usr/bin:/bin` } });
    const steps = await inSteps(dir, 'killed', (env) =>
      Promise.resolve(
        shellHere('stepped', { env: { ...env, PATH: `${original.env['PATH'] ?? ''}:/usr/bin:/bin` } }),
      ),
    );
    const before = await original.values();
    const state = join(dir, 'state');
    const grant = await take(plain, 'anna', { state, ttlMs: 3_600_000, force: false });
    assert.ok('token' in grant);
    const lease = { state, number: grant.number, token: grant.token };
    let step = 0;
    do {
      step += 1;
      const tree = await copyOf(original, join(dir, `tree ${step}`));
      const access = { root: tree.root };
      await work({ shell: steps.shell, plain, lease, access }, async () => await steps.at(step));
      await undoTuning(plain, lease, access);
      assert.deepEqual(await tree.values(), before, `killed in step ${step}`);
    } while (steps.was());
    assert.ok(step > 100, `only ${step} steps`);
  });
}

describe('the settings of a host whose scripts are killed', function () {
  this.timeout(900_000);

  it('in any step of the change come back all', async () => {
    await inEachStep(async ({ shell, lease, access }, at) => {
      await at();
      await applyTuning(shell, lease, WANTED, access).catch(() => undefined);
    });
  });
  it('in any step of putting them back come back all', async () => {
    await inEachStep(async ({ shell, plain, lease, access }, at) => {
      await applyTuning(plain, lease, WANTED, access);
      await at();
      await undoTuning(shell, lease, access).catch(() => undefined);
    });
  });
});

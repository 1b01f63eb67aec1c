// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { EXIT, measureError } from '../../harness/core/errors.js';
import { silent } from '../../harness/core/progress.js';
import { createEnvironment } from '../../harness/environment/environment.js';
import type { Session } from '../../harness/workflow/session.js';
import { type PlanTarget, type TargetWishes, planTarget } from '../../harness/workflow/target.js';
import { builtinScenarios } from '../support/builtin.js';
import { failsWith } from '../support/errors.js';
import { type ScriptedParts, scriptedHost } from '../support/scripted-host.js';
import { scriptedImages } from '../support/scripted-images.js';
import { inTemp, withCache } from '../support/temp.js';

const session: Session = {
  ...{ signal: new AbortController().signal, progress: silent, color: false, width: 100 },
  ...{ print: () => undefined, printReport: () => undefined, printCommands: () => undefined, hint: '' },
};

/** Chooses for a host that is a script, with nothing remembered. */
const choose = (parts: ScriptedParts, wishes: Partial<TargetWishes>): Promise<PlanTarget> =>
  inTemp((dir) =>
    withCache(dir, async () => {
      const made = await createEnvironment({ hosts: [scriptedHost(undefined, parts)] });
      const environment = { ...made, images: () => scriptedImages() };
      const scenarios = [await builtinScenarios.load('boot')];
      return await planTarget({ scenarios, system: ['lupine-hello'], ...wishes }, environment, session);
    }),
  );

const NO_KVM = { kvm: { kvm: false, kvmReason: 'there is none.' } };
const FIRECRACKER = { monitor: 'firecracker' };

describe('the monitor of a run', () => {
  it('is QEMU when nothing is said', async () => {
    assert.equal((await choose(NO_KVM, {})).monitor, 'qemu');
  });

  it('is Firecracker for who says so, and the clock is the one that it has', async () => {
    const { monitor, clock } = await choose({}, FIRECRACKER);
    assert.deepEqual([monitor, clock], ['firecracker', 'wall']);
  });

  it('never falls back to a clock that it does not have', async () => {
    const { clock, clockReason, refused } = await choose(NO_KVM, FIRECRACKER);
    assert.deepEqual(
      [clock, refused?.why.code, refused?.why.exit],
      ['wall', 'KVM_UNUSABLE', EXIT.couldNotMeasure],
    );
    assert.match(clockReason, /There is none\./);
    assert.match(refused?.why.next ?? '', /--monitor qemu/);
    await failsWith(choose({}, { ...FIRECRACKER, clock: 'deterministic' }), 'CLOCK_MONITOR', EXIT.usage);
  });

  it('is missing with the line that gets it', async () => {
    const kvm = measureError('FIRECRACKER_MISSING', 'It is not there.', 'Get it.');
    assert.equal((await choose({ kvm }, FIRECRACKER)).refused?.why, kvm);
  });

  it('is one that there is', () => failsWith(choose({}, { monitor: 'xen' }), 'MONITOR_UNKNOWN', EXIT.usage));
});

// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { EXIT } from '../../harness/core/errors.js';
import { silent } from '../../harness/core/progress.js';
import { createEnvironment } from '../../harness/environment/environment.js';
import type { Clock } from '../../harness/metric/types.js';
import { requirePlannedClock } from '../../harness/workflow/planned-clock.js';
import { builtinSystems } from '../support/builtin.js';
import { failsWith } from '../support/errors.js';
import { ended, scriptedHost } from '../support/scripted-host.js';
import { scriptedImages } from '../support/scripted-images.js';
import { withScriptedRun } from '../support/scripted-run.js';

const NONE = { kvm: false, kvmReason: 'there is none.' };

type Host = ReturnType<typeof scriptedHost>;

const session = {
  ...{ signal: new AbortController().signal, progress: silent, color: false, width: 100 },
  ...{ print: () => undefined, printReport: () => undefined, printCommands: () => undefined, hint: '' },
};

/** Asks before a run goes on that was begun where KVM worked. */
const onHost = (host: Host, clock: Clock, done: boolean, test: (ask: () => Promise<void>) => Promise<void>) =>
  withScriptedRun({ clock, boots: 1 }, async ({ plan, folder, make }) => {
    if (done) await make();
    const environment = {
      ...(await createEnvironment({ hosts: [host] })),
      images: () => scriptedImages(),
    };
    const run = { folder, plan: { ...plan, hosts: ['local'] }, catalogue: await builtinSystems() };
    await test(() => requirePlannedClock(run, environment, session));
  });

describe('a run that goes on', () => {
  it('is refused by the wall clock where KVM is gone, before any boot', () => {
    const host = scriptedHost(undefined, { kvm: NONE });
    return onHost(host, 'wall', false, async (ask) => {
      await failsWith(ask(), 'KVM_UNUSABLE', EXIT.couldNotMeasure, /There is none\./);
      await assert.rejects(ask(), { next: /^Continue it on the host on which it was begun, with KVM; / });
      assert.equal(host.requests.length, 0);
    });
  });

  it('is refused where a tiny guest runs and Linux does not', () => {
    const host = scriptedHost(() => ended('vmm-failed', 'KVM_FAILED'));
    return onHost(host, 'wall', false, async (ask) => {
      await failsWith(ask(), 'KVM_UNUSABLE', EXIT.couldNotMeasure, /KVM_FAILED/);
      assert.equal(host.requests.length, 1);
    });
  });

  it('goes on where KVM works', () => {
    const host = scriptedHost();
    return onHost(host, 'wall', false, async (ask) => {
      await ask();
      assert.equal(host.requests.length, 1);
    });
  });

  it('needs no KVM when it lacks no boot, or by the other clock', async () => {
    for (const [clock, done] of [
      ['wall', true],
      ['deterministic', false],
    ] as const) {
      const host = scriptedHost(undefined, { kvm: NONE });
      await onHost(host, clock, done, async (ask) => {
        await ask();
        assert.equal(host.requests.length, 0);
      });
    }
  });
});

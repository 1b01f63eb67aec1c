// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { EXIT } from '../../harness/core/errors.js';
import type { Clock } from '../../harness/metric/types.js';
import { profileStep } from '../../harness/run/profile.js';
import { failsWith } from '../support/errors.js';
import { scriptedHost } from '../support/scripted-host.js';
import { scriptedImages } from '../support/scripted-images.js';
import { type ScriptedRun, withScriptedRun } from '../support/scripted-run.js';

const profileOf = async ({ plan }: ScriptedRun, host = scriptedHost()): Promise<void> => {
  const [step] = plan.steps;
  const [scenario] = plan.scenarios;
  assert.ok(step !== undefined && scenario !== undefined);
  const image = await scriptedImages().image(step.system, step.app, scenario);
  const { signal } = new AbortController();
  await profileStep({ plan, step, scenario, image, host, signal }, false);
};
const planned = (clock: Clock, scenario: string, test: (run: ScriptedRun) => Promise<void>) =>
  withScriptedRun({ clock, scenario, boots: 1 }, test);

describe('a profile of a step', () => {
  it('is refused under the wall clock, with the reason, and nothing is booted', () =>
    planned('wall', 'boot', async (run) => {
      const host = scriptedHost();
      await failsWith(
        profileOf(run, host),
        'CLOCK_PROFILE',
        EXIT.usage,
        /a real one, whose time they do not tell/,
      );
      assert.equal(host.requests.length, 0);
    }));
  it('is refused where the monitor cannot count, and nothing is booted', () =>
    planned('deterministic', 'boot', async (run) => {
      const host = scriptedHost();
      await failsWith(
        profileOf(run, host),
        'PROFILE_UNSUPPORTED',
        EXIT.couldNotMeasure,
        /cannot count the instructions of a guest/,
      );
      assert.equal(host.requests.length, 0);
    }));
  it('is refused for a scenario that has no single boot', () =>
    planned('deterministic', 'memory-floor', (run) =>
      failsWith(profileOf(run), 'PROFILE_NO_BOOT', EXIT.usage),
    ));
});

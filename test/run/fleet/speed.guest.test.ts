// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Script } from '../../support/scripted-host.js';
import { withScriptedRun } from '../../support/scripted-run.js';

import { NAMES, host, on } from './scripted-fleet.js';

describe('the time of a run on several hosts', () => {
  it('is nearly twice as fast on two hosts as on one, where boots wait', async () => {
    const asleep: Script = async () => {
      await sleep(300);
      return {};
    };
    const secondsOn = async (names: readonly string[]): Promise<number> => {
      let ms = 0;
      await withScriptedRun({ boots: 20, hosts: names }, async ({ plan, make }) => {
        assert.equal(plan.steps.length, 40);
        const began = performance.now();
        await make(on(names.map((name) => host(name, asleep))));
        ms = performance.now() - began;
      });
      return ms;
    };
    const [one, two] = [await secondsOn(['one']), await secondsOn(NAMES)];
    assert.ok(one / two >= 1.8, `${one} ms on one host, ${two} ms on two`);
  });
});
